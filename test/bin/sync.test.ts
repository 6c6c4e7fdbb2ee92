import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentSchemas } from '../../src/ui/command-line/json/format-json-schemas.ts';
import {
  bucketUrl,
  confirmed,
  fillBucket,
  openProgramMachine,
  readObject,
} from '../support/bucket-program.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';
import type { Finished } from './run-program.ts';

type Documents = typeof documentSchemas;

/** The document a run printed, held against its schema. */
function parse<Name extends 'sync' | 'sync-status'>(
  name: Name,
  { out }: Finished,
): ReturnType<Documents[Name]['parse']> {
  return documentSchemas[name].parse(JSON.parse(out)) as ReturnType<Documents[Name]['parse']>;
}

test('both sides that are the same are said to be, and nothing is carried', async () => {
  const machine = openProgramMachine(await openEmulator());
  await fillBucket(machine, 2);
  const status = await machine.run(['sync', 'status']);
  expect(status).toMatchObject({
    code: 0,
    out: expect.stringContaining('Both sides are the same.'),
    error: '',
  });
  for (const direction of ['pull', 'push'] as const) {
    const run = await machine.run(['sync', direction, '--json']);
    expect(run).toMatchObject({ code: 0, error: '' });
    expect(parse('sync', run)).toMatchObject({
      direction,
      url: bucketUrl,
      outcome: 'unchanged',
      transfers: [],
    });
  }
});

test('what was changed here by hand is shown, kept beside, and replaced only when that is agreed to', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 2);
  const path = join(machine.copy, 'rag_v2/metadata.json');
  const registered = readFileSync(path, 'utf8');
  writeFileSync(path, '{"by": "hand"}');
  const status = parse('sync-status', await machine.run(['sync', 'status', '--json']));
  expect(status.differences).toMatchObject([{ kind: 'changed-here', name: 'rag_v2/metadata.json' }]);
  expect(status.pull).toMatchObject([{ act: 'set-aside', name: 'rag_v2' }]);
  expect(status.push).toEqual([]);
  expect(await machine.run(['sync', 'push', '--yes'])).toMatchObject({ code: 0 });
  expect(await machine.run(['sync', 'pull'])).toMatchObject({
    code: 2,
    error: expect.stringContaining('--yes'),
  });
  const planned = await machine.run(['sync', 'pull', '--dry-run', '--json']);
  expect(parse('sync', planned)).toMatchObject({
    outcome: 'planned',
    transfers: [{ outcome: 'not-started' }],
  });
  expect(readFileSync(path, 'utf8')).toBe('{"by": "hand"}');
  const pulled = await machine.run(['sync', 'pull', '--yes', '--json']);
  expect(pulled).toMatchObject({ code: 0, error: expect.stringContaining('done: rag_v2') });
  expect(parse('sync', pulled)).toMatchObject({ outcome: 'applied', transfers: [{ outcome: 'done' }] });
  expect(readFileSync(path, 'utf8')).toBe(registered);
  expect(emulator.listObjects('bucket').filter(({ body }) => Buffer.from(body).includes('hand'))).toEqual([]);
});

test('a history that forked is shown side by side, and nothing of it is carried', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator, 'anna');
  await fillBucket(machine, 2);
  // A copy that somebody wrote to as if it were the registry itself.
  const other = join(machine.home, 'other');
  cpSync(machine.copy, other, { recursive: true, verbatimSymlinks: true });
  rmSync(join(other, '.lastgood/mirror.json'));
  rmSync(join(other, '.lastgood/mirror-objects'), { force: true });
  const there = await machine.run(['promote', 'rag', 'v2', '--reason', 'in the bucket', ...confirmed]);
  const here = await machine.run(
    ['promote', 'rag', 'v2', '--reason', 'in the folder', ...confirmed, '--registry', other],
    { LASTGOOD_ACTOR: 'tom' },
  );
  expect([there.code, here.code]).toEqual([0, 0]);
  const status = await machine.run(['sync', 'status', '--cache', other]);
  expect(status.code).toBe(4);
  expect(status.out).toMatch(/4 +here .* tom .* in the folder\n +bucket .* anna .* in the bucket\n/);
  const document = parse('sync-status', await machine.run(['sync', 'status', '--cache', other, '--json']));
  expect(document.forks).toMatchObject([
    {
      model: 'rag',
      sharedGenerations: 3,
      generations: [{ generation: 4, here: { actor: 'tom' }, inBucket: { actor: 'anna' } }],
    },
  ]);
  const before = emulator.listObjects('bucket');
  const pushed = await machine.run(['sync', 'push', '--yes', '--json', '--cache', other]);
  expect(pushed.code).toBe(4);
  expect(parse('sync', pushed)).toMatchObject({ forked: ['rag'], transfers: [] });
  expect(emulator.listObjects('bucket')).toEqual(before);
  const doctor = await machine.run(['doctor', '--cache', other]);
  expect(doctor).toMatchObject({
    code: 4,
    out: expect.stringContaining('needs-decision: .lastgood/history/rag'),
  });
});

test('a folder that became the copy of an empty bucket is pushed whole', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  const folder = join(machine.home, 'folder');
  mkdirSync(folder);
  for (const argv of [
    ['register', 'rag', '--yes'],
    ['promote', 'rag', 'v1', ...confirmed],
  ])
    expect((await machine.run([...argv, '--registry', `directory:${folder}`])).code).toBe(0);
  const planned = await machine.run(['sync', 'push', '--dry-run', '--cache', folder]);
  expect(planned).toMatchObject({ code: 0, out: expect.stringContaining('rag_v1') });
  expect(emulator.listObjects('bucket')).toEqual([]);
  expect(await machine.run(['sync', 'push', '--cache', folder])).toMatchObject({ code: 2 });
  const pushed = await machine.run(['sync', 'push', ...confirmed, '--cache', folder]);
  expect(pushed).toMatchObject({ code: 0, out: expect.stringContaining('done: push to') });
  const fresh = openProgramMachine(emulator);
  expect(await fresh.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v1\n' });
  const again = await machine.run(['sync', 'push', '--yes', '--json', '--cache', folder]);
  expect(parse('sync', again)).toMatchObject({ outcome: 'unchanged' });
});

test('ctrl-c stops a pull after the running file, says what is done, and the next one goes on', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 3);
  // Larger than what comes by itself.
  const weights = new Uint8Array(9 * 1024 * 1024);
  for (const version of ['v1', 'v2', 'v3'])
    emulator.putObject('bucket', `team/registry/rag_${version}/weights.bin`, weights);
  // The first comes at once; the next takes longer than it takes to see that and to press a key.
  emulator.addFault({ kind: 'read', name: /weights/, does: 'delay', delayMs: 0 });
  emulator.addFault({ kind: 'read', name: /weights/, does: 'delay', delayMs: 3_000, times: 2 });
  const program = machine.open(['sync', 'pull']);
  await program.waitFor('done: rag_v');
  await program.press('ctrl-c');
  expect(await program.exit).toMatchObject({ code: 130 });
  expect(program.output()).toMatch(/partly done: pull from \S+: \d carried, \d not begun/);
  emulator.clearFaults();
  expect(await machine.run(['sync', 'pull'])).toMatchObject({ code: 0 });
  expect((await machine.run(['sync', 'status'])).out).toContain('Both sides are the same.');
});

test('read-only pulls and does not push', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 1);
  emulator.putObject('bucket', 'team/registry/rag_latest', 'rag_v9');
  const push = await machine.run(['sync', 'push', '--yes', '--read-only']);
  expect(push).toMatchObject({ code: 8, error: expect.stringContaining('--read-only is given') });
  expect((await machine.run(['sync', 'pull', '--read-only'])).code).toBe(0);
  const status = await machine.run(['sync', 'status']);
  expect(status).toMatchObject({ code: 0, out: expect.stringContaining('Pointers behind the history') });
  expect((await machine.run(['sync', 'push', ...confirmed])).code).toBe(0);
  expect((await machine.run(['sync', 'status'])).out).toContain('Both sides are the same.');
});

test('a push that moves a protected alias says from where to where, and is confirmed as any move of it', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 2);
  emulator.putObject('bucket', 'team/registry/latest', 'rag_v2');
  const { out } = await machine.run(['sync', 'push', '--dry-run']);
  expect(out).toMatch(/^ +move +latest .* v2 to v1: the history says so$/m);
  expect(out).toContain('To confirm, type: rag@latest');
  const planned = parse('sync', await machine.run(['sync', 'push', '--dry-run', '--json']));
  expect(planned.transfers).toMatchObject([
    { act: 'move', unit: 'pointer', move: { model: 'rag', alias: 'latest', from: 'v2', to: 'v1' } },
  ]);
  for (const argv of [['--yes'], ['--yes', '--confirm', 'rag@production']])
    expect(await machine.run(['sync', 'push', ...argv])).toMatchObject({
      code: 2,
      error: expect.stringContaining('--confirm rag@latest'),
    });
  expect(readObject(emulator, 'latest')).toBe('rag_v2');
  expect(await machine.run(['sync', 'push', ...confirmed])).toMatchObject({ code: 0 });
  expect(readObject(emulator, 'latest')).toBe('rag_v1');
});

test.each([
  [['sync', 'status', '--registry', '.'], 2, 'is for a registry in a bucket'],
  [['sync', 'everything'], 2, 'Say what to do: status, pull, push.'],
])('%j is refused', async (argv, code, words) => {
  const machine = openProgramMachine(await openEmulator());
  expect(await machine.run(argv)).toMatchObject({ code, out: '', error: expect.stringContaining(words) });
});

test('a bucket that cannot be read ends every sync with 8', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 1);
  emulator.setAccess({ canRead: true, canList: false, canWrite: true, isLoggedIn: true });
  for (const action of ['status', 'pull', 'push']) {
    const run = await machine.run(['sync', action, '--json']);
    expect({ code: run.code, error: JSON.parse(run.out).error.code }).toEqual({
      code: 8,
      error: 'access-denied',
    });
  }
});
