import { spawn } from 'node:child_process';

/** How one run of the program ended. */
export type ProgramEnd = {
  readonly exitCode: number;
  /** What it printed on stdout. */
  readonly out: string;
};

/** Exit codes of the signals that the runner ends a step with. */
const signalExitCodes: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Most that is kept of what it prints, in characters. */
const outLimit = 64 * 1024 * 1024;

/**
 * Runs lastgood; its prose goes to the log as it comes, or nowhere. Signals to this process are handed on: a write then finishes the step
 * that runs and begins no other.
 */
export async function runProgram(
  program: string,
  argv: readonly string[],
  prose: 'logged' | 'dropped',
): Promise<ProgramEnd> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('LASTGOOD_ACTION_')),
  );
  const child = spawn(process.execPath, [program, ...argv], {
    env,
    stdio: ['ignore', 'pipe', prose === 'logged' ? 'inherit' : 'ignore'],
  });
  const handOn = (signal: NodeJS.Signals): boolean => child.kill(signal);
  process.on('SIGINT', handOn).on('SIGTERM', handOn);
  let out = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (out.length < outLimit) out += text;
  });
  const ended = Promise.withResolvers<number>();
  child.on('error', ended.reject);
  child.on('close', (code, signal) => ended.resolve(code ?? signalExitCodes[signal ?? ''] ?? 1));
  try {
    return { exitCode: await ended.promise, out };
  } finally {
    process.removeListener('SIGINT', handOn).removeListener('SIGTERM', handOn);
  }
}
