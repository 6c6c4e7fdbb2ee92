import { createHost } from '../../bin/host.ts';
import type { Output } from '../../bin/output.ts';
import { reportFailure } from '../../bin/report-failure.ts';
import { runCommandLine } from '../../src/ui/command-line/run-command-line.ts';
import { bareVariables, type Finished, runProgram, type Where } from '../bin/run-program.ts';
import { isWholeProof } from './proof-size.ts';

/**
 * Runs the program to its end as {@link runProgram} does. With the services it is the built one in a process of its own; `npm test` runs
 * the same composition in this process, which takes a tenth of the time. For what a process is, and how it ends, start one.
 */
export const runQuickly: typeof runProgram = isWholeProof ? runProgram : runHere;

/** Runs that wait: variables and working folder are the whole process's, so that one runs at a time. */
let last: Promise<unknown> = Promise.resolve();

function runHere(argv: readonly string[], where: Where): Promise<Finished> {
  const run = last.then(() => withSurroundings(where, () => runCaptured(argv)));
  last = run.catch(() => undefined);
  return run;
}

/** Does something with these variables only, in that folder, and puts both back. */
async function withSurroundings<Result>(where: Where, act: () => Promise<Result>): Promise<Result> {
  const before = { folder: process.cwd(), variables: { ...process.env } };
  process.chdir(where.cwd);
  replaceVariables(bareVariables(where));
  try {
    return await act();
  } finally {
    process.chdir(before.folder);
    replaceVariables(before.variables);
  }
}

function replaceVariables(variables: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) process.env[name] = value;
}

/** As bin/main.ts, for a process that lives on. */
async function runCaptured(argv: readonly string[]): Promise<Finished> {
  const out = createCapture();
  const error = createCapture();
  const stopRequest = { stop: new AbortController().signal, signalExitCode: () => undefined };
  const ended = (code: number): Finished => ({ code, out: out.text(), error: error.text() });
  try {
    const host = await createHost({ process, out, error, stopRequest, takeSkeleton: () => undefined });
    return ended(await runCommandLine(argv, { ...host, canAsk: false, canOpenConsole: false }));
  } catch (thrown) {
    const stack = process.env['LASTGOOD_DEBUG'] === '1' ? 'shown' : 'kept-back';
    return ended(reportFailure(thrown, error.write, stack));
  }
}

function createCapture(): Output & { readonly text: () => string } {
  let text = '';
  return {
    write: more => {
      text += more;
    },
    failure: () => undefined,
    text: () => text,
  };
}
