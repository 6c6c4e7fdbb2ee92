import type { DocumentFacts } from './read-document.ts';
import type { Wish } from './read-wish.ts';

/** What is told of one run. */
export type RunFacts = DocumentFacts & {
  readonly exitCode: number;
  readonly previous: string;
  readonly live: string;
};

/** Longest text from outside, and most lines of one list. */
const limits = { text: 500, lines: 60 };

/** Characters that Markdown or HTML would take for its own; an underscore inside a word is none. */
const special = /_(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_|[^\p{L}\p{N}_ .,:;?%/='"+-]/gu;

/** A text from outside inside Markdown: it formats nothing, links nothing, names nobody, and is one line. Pure. */
export function escapeMarkdown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const cut = line.length > limits.text ? `${line.slice(0, limits.text)}…` : line;
  // An address would become a link by itself.
  return cut.replace(special, escapeCharacter).replace(/:\/\//g, '&#58;//');
}

/** The summary of a job, as Markdown: what was done with the outcome it had, and what is live. Pure. */
export function formatJobSummary(wish: Wish, run: RunFacts): string {
  const rows = [
    ['Model', wish.model],
    ['Live before', wish.writes ? run.previous || 'nothing' : undefined],
    ['Live now', wish.writes || wish.verb === 'resolve' ? run.live || 'nothing' : undefined],
    ['Verdict', run.verdict],
    // What is refused as it was written may be refused for the secret in it.
    ['Reason', run.exitCode === 2 ? undefined : wish.reason],
    ['By', run.actor],
    ['Operation', run.operation],
    ['Problem', run.problem],
    ['Carry it on', run.resume],
    ['Take it back', run.exitCode === 0 ? run.undo : undefined],
  ] as const;
  const known = rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, escapeMarkdown(value)]]));
  const steps = run.steps.map(step => [escapeMarkdown(step.text), escapeMarkdown(step.state)]);
  const parts = [
    `### lastgood ${escapeMarkdown(wish.verb)}: ${describeEnd(run)}`,
    ...(run.title === undefined ? [] : [escapeMarkdown(run.title)]),
    ...(known.length === 0 ? [] : [formatTable(['', ''], known)]),
    ...(steps.length === 0 ? [] : [formatTable(['Step', 'State'], steps)]),
    ...(run.notes.length === 0 ? [] : [cut(run.notes.map(note => `- ${escapeMarkdown(note)}`)).join('\n')]),
  ];
  return `${parts.join('\n\n')}\n\n`;
}

/** How it ended, in words: never more than what happened. */
function describeEnd({ exitCode, outcome, steps }: RunFacts): string {
  if (outcome === 'partial') return 'partly done';
  if (exitCode !== 0) return `failed (exit ${exitCode})`;
  if (steps.length > 0 && steps.every(step => step.state === 'planned')) return 'planned, nothing is changed';
  return outcome === 'unchanged' ? 'nothing to do' : 'done';
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...cut(rows.map(line))].join('\n');
}

function cut(lines: readonly string[]): readonly string[] {
  if (lines.length <= limits.lines) return lines;
  return [
    ...lines.slice(0, limits.lines),
    `… and ${lines.length - limits.lines} more; the document has all.`,
  ];
}

function escapeCharacter(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
