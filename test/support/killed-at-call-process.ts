import childProcess from 'node:child_process';
import { appendFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { describeChangingCall } from './changing-calls.ts';

/**
 * Loaded before a program with `node --import`: it writes each call of the program that changes something as a line into the file of
 * KILL_LOG, and kills the program by SIGKILL before the one whose number, from 1 on, is KILL_AT.
 */
const at = Number(process.env['KILL_AT']);
const log = process.env['KILL_LOG'] ?? '';
let count = 0;

function begin(words: string | undefined): void {
  if (words === undefined) return;
  count += 1;
  appendFileSync(log, `${words}\n`);
  if (count === at) process.kill(process.pid, 'SIGKILL');
}

type Call = (...parts: unknown[]) => Promise<unknown>;

function watchCalls(place: object, names: readonly string[], describe: typeof describeFileCall): void {
  for (const name of names) {
    const call: Call = Reflect.get(place, name);
    const watched = function (this: unknown, ...parts: unknown[]): Promise<unknown> {
      begin(describe(name, parts));
      return call.apply(this, parts);
    };
    Reflect.set(place, name, watched);
  }
}

function describeFileCall(name: string, [path, flags, ...rest]: readonly unknown[]): string | undefined {
  if (name !== 'open') return [name, path, flags, ...rest].filter(part => typeof part === 'string').join(' ');
  return typeof flags === 'number' && (flags & files.constants.O_CREAT) !== 0 ? `create ${path}` : undefined;
}

const handle = await files.open(process.execPath);
watchCalls(Object.getPrototypeOf(handle), ['writeFile'], name => name);
await handle.close();
watchCalls(
  files,
  ['mkdir', 'link', 'symlink', 'rename', 'unlink', 'rmdir', 'rm', 'writeFile', 'open'],
  describeFileCall,
);

const { spawn } = childProcess;
const watchedSpawn = (file: string, parts: readonly string[], options: childProcess.SpawnOptions) => {
  begin(describeChangingCall(file, parts));
  return spawn(file, parts, options);
};
Reflect.set(childProcess, 'spawn', watchedSpawn);
syncBuiltinESMExports();
