import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Variables } from '../../src/core/settings/read-environment.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** What the fake does when `command` is among its arguments. */
export type FakeAnswer = {
  readonly command: string;
  readonly prints?: string;
  /** On stderr. */
  readonly words?: string;
  readonly exitCode?: number;
  /** A worker is a child that beats. */
  readonly ending: 'end' | 'go on' | 'leave a worker';
};

/** A call as the fake saw it. */
export type FakeCall = {
  readonly argv: readonly string[];
  readonly variables: Variables;
  /** The file of its working folder that an argument names. */
  readonly file: { readonly name: string; readonly text: string } | undefined;
};

/** A program in the place of gsutil. */
export type FakeGsutil = {
  readonly path: string;
  readonly variables: Variables;
  answer(answers: readonly FakeAnswer[]): void;
  listCalls(): readonly FakeCall[];
  /** Whether a worker is at work now. */
  isBeating(): boolean;
};

/** A fake behind a shell, as Google's own is, so that the process that is started is not the one that works. */
export function createFakeGsutil(): FakeGsutil {
  const folder = createTemporaryFolder();
  const path = join(folder, 'gsutil');
  const script = resolve(import.meta.dirname, 'fake-gsutil-process.ts');
  writeFileSync(path, `#!/bin/sh\n"${process.execPath}" "${script}" "$@"\nexit $?\n`);
  chmodSync(path, 0o755);
  const beats = join(folder, 'beats');
  return {
    path,
    variables: { PATH: process.env['PATH'], FAKE_GSUTIL: folder },
    answer: answers => writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers)),
    listCalls: () => {
      const calls = join(folder, 'calls.jsonl');
      const lines = existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
      return lines.map(line => JSON.parse(line) as FakeCall);
    },
    isBeating: () => isAlive(readFileSync(beats, 'utf8').trimEnd().split('\n').at(-1) ?? ''),
  };
}

/** A process that has ended may stay in the list until somebody asks for it. */
function isAlive(processId: string): boolean {
  const status = `/proc/${processId}/stat`;
  if (existsSync('/proc/self/stat'))
    return existsSync(status) && !/^\d+ \(.*\) Z/.test(readFileSync(status, 'utf8'));
  try {
    return process.kill(Number(processId), 0);
  } catch {
    return false;
  }
}
