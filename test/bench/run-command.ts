import { spawn } from 'node:child_process';
import type { Command } from './sync-programs.ts';

/** How long a command took, in milliseconds, and what it printed. */
export type CommandRun = { readonly ms: number; readonly output: string };

/** Longest output that is kept of a command. */
const keptCharacters = 4000;

/** Runs a command to its end while this process goes on. @throws Error with what it said when it did not succeed */
export async function runCommand(command: Command): Promise<CommandRun> {
  const [file = '', ...argv] = command.argv;
  const startedAt = performance.now();
  const child = spawn(file, argv, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...command.variables },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-keptCharacters);
    });
  }
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const ms = performance.now() - startedAt;
  if (status !== 0) throw new Error(`${file} ended with ${status}: ${output}`);
  return { ms, output };
}
