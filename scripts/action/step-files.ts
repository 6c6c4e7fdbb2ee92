import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/**
 * Outputs of a step in the form of the runner's file. Every value stands between lines of a delimiter that nobody can know before, so no
 * value ends early or begins another output, whatever lines it has. Pure but for `createDelimiter`.
 */
export function formatOutputs(
  outputs: Readonly<Record<string, string>>,
  createDelimiter: () => string = () => `lastgood_${randomUUID()}`,
): string {
  return Object.entries(outputs)
    .map(([name, value]) => {
      const delimiter = createDelimiter();
      return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
    })
    .join('');
}

/** Adds text to a file of the runner; without that file, as outside of a job, nothing. */
export function appendToRunnerFile(path: string | undefined, text: string): void {
  if (path !== undefined && path !== '') appendFileSync(path, text);
}

/** A command to the runner, such as an error on the page of the run; the message is one line for it whatever it holds. Pure. */
export function formatRunnerError(title: string, message: string): string {
  return `::error title=${escapeProperty(title)}::${escapeMessage(message)}\n`;
}

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
