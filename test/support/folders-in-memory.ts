import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';
const prefix = 'lastgood-tests-';
/** The tests at work at one time need a fraction of this, in bytes. */
const leastFree = 1024 ** 3;

/**
 * Vitest's global setup: temporary folders are made in memory where a file system there has room and runs programs. A real disk syncs
 * each move several times, and how long that takes depends on what else the machine does. What is about the disk is tried in
 * `LASTGOOD_DISK_FOLDER`. What a test that was killed left behind goes with the folder; the folder of a run that was killed goes with the
 * next run.
 */
export function setup(): (() => void) | undefined {
  if (!hasRoom()) return undefined;
  removeLeft();
  const folder = mkdtempSync(join(memory, `${prefix}${process.pid}-`));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Some tests run a program as another user.
  chmodSync(folder, 0o755);
  if (!runsPrograms(folder)) return void remove();
  const { TMPDIR: before } = process.env;
  process.env['LASTGOOD_DISK_FOLDER'] = tmpdir();
  process.env['TMPDIR'] = folder;
  return () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    remove();
  };
}

/** Removes the folders of runs that are not there any more. */
function removeLeft(): void {
  for (const name of readdirSync(memory)) {
    const [, run] = /^lastgood-tests-(\d+)-/.exec(name) ?? [];
    if (run !== undefined && !existsSync(`/proc/${run}`))
      rmSync(join(memory, name), { recursive: true, force: true });
  }
}

function hasRoom(): boolean {
  if (!existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize >= leastFree;
}

function runsPrograms(folder: string): boolean {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, 0o755);
  return spawnSync(program).status === 0;
}
