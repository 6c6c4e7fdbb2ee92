/**
 * The step of action.yml that runs lastgood. Its inputs come as variables LASTGOOD_ACTION_…; it leaves the document of the verb in
 * $RUNNER_TEMP/lastgood, the outputs of the step, a summary of the job, and the exit code of the verb.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { maskSecrets } from '../../src/core/secrets/find-secret.ts';
import { listKnownSecrets } from '../../src/core/secrets/known-secrets.ts';
import { formatJobSummary } from './job-summary.ts';
import { readDocument, readLive } from './read-document.ts';
import { readWish, type Wish } from './read-wish.ts';
import { runProgram } from './run-program.ts';
import { appendToRunnerFile, formatOutputs, formatRunnerError } from './step-files.ts';

const folder = join(process.env['RUNNER_TEMP'] ?? '.', 'lastgood');

/** A slip of a shell puts a login where a model is named; the summary of a job is read by many. */
function hideSecrets(text: string): string {
  return maskSecrets(text, listKnownSecrets(process.env));
}

/** What is live, of a verb that writes: one that only looks is the answer itself. */
async function findLive(program: string, wish: Wish): Promise<string> {
  if (wish.model === undefined || !wish.writes) return '';
  return readLive(await runProgram(program, wish.resolveArgv, 'dropped'));
}

/** Between two lines that only this run knows, nothing that is printed is a command to the runner. */
async function withoutCommands<Result>(work: () => Promise<Result>): Promise<Result> {
  const resume = randomUUID();
  process.stdout.write(`::stop-commands::${resume}\n`);
  try {
    return await work();
  } finally {
    process.stdout.write(`\n::${resume}::\n`);
  }
}

async function runVerb(wish: Wish): Promise<number> {
  const program = realpathSync(join(folder, 'bin/lastgood'));
  const { previous, end, live } = await withoutCommands(async () => {
    const before = await findLive(program, wish);
    const ended = await runProgram(program, wish.argv, 'logged');
    const after = wish.verb === 'resolve' ? readLive(ended) : await findLive(program, wish);
    process.stdout.write(ended.out.trimEnd());
    return { previous: before, end: ended, live: after };
  });

  const receipt = join(folder, `${wish.name}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(receipt, end.out);
  const facts = readDocument(end);
  const error =
    end.exitCode === 0 ? '' : (facts.problem ?? `lastgood ${wish.verb} ended with ${end.exitCode}.`);
  const outputs = {
    status: end.exitCode === 0 ? 'success' : 'failure',
    'exit-code': String(end.exitCode),
    outcome: facts.outcome ?? '',
    verdict: facts.verdict ?? '',
    version: facts.version ?? (end.exitCode === 0 ? live : ''),
    live,
    previous,
    receipt,
    error,
  };
  appendToRunnerFile(process.env['GITHUB_OUTPUT'], formatOutputs(outputs));
  const summary = formatJobSummary(wish, { ...facts, exitCode: end.exitCode, previous, live });
  appendToRunnerFile(process.env['GITHUB_STEP_SUMMARY'], hideSecrets(summary));
  if (error !== '') process.stdout.write(formatRunnerError(`lastgood ${wish.verb}`, error));
  return end.exitCode;
}

try {
  process.exitCode = await runVerb(readWish(process.env));
} catch (thrown) {
  const message = hideSecrets(thrown instanceof Error ? thrown.message : String(thrown));
  appendToRunnerFile(process.env['GITHUB_OUTPUT'], formatOutputs({ status: 'failure', error: message }));
  process.stdout.write(formatRunnerError('lastgood', message));
  process.exitCode = 2;
}
