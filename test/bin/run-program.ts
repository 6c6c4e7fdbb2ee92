import { spawn } from 'node:child_process';
import { builtProgram } from '../support/terminal.ts';

/** What a finished program left: its exit code (128 and more: a signal's) and what it wrote. */
export type Finished = { readonly code: number | null; readonly out: string; readonly error: string };

/** Where a program runs. Variables given here are added to a bare environment. */
export type Where = { readonly cwd: string; readonly env?: Readonly<Record<string, string>> };

/** The bare environment of a program. */
export function bareVariables({ cwd, env }: Where): Readonly<Record<string, string | undefined>> {
  return { PATH: process.env['PATH'], HOME: cwd, LASTGOOD_ACTOR: 'tester', ...env };
}

/** Runs the built program to its end, away from any terminal. */
export function runProgram(argv: readonly string[], where: Where): Promise<Finished> {
  return runCommand(builtProgram(...argv), where);
}

/** Runs a line of bash in which `lastgood` is the built program; a pipe fails with its first failing part. */
export function runShell(line: string, where: Where): Promise<Finished> {
  const [node = '', launcher = ''] = builtProgram();
  const script = `set -o pipefail; lastgood() { "${node}" "${launcher}" "$@"; }; ${line}`;
  return runCommand(['bash', '-c', script], where);
}

/** Runs any program to its end, away from any terminal. Rejects when there is none of that name. */
export function runCommand([file = '', ...argv]: readonly string[], where: Where): Promise<Finished> {
  const child = spawn(file, argv, {
    cwd: where.cwd,
    env: bareVariables(where),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const finished = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', text => {
    finished.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    finished.error += text;
  });
  const { promise, resolve, reject } = Promise.withResolvers<Finished>();
  child.on('error', reject).on('close', code => resolve({ code, ...finished }));
  return promise;
}
