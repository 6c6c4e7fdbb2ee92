import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  bucketUrl,
  confirmed,
  fillBucket,
  openProgramMachine,
  readObject,
} from '../support/bucket-program.ts';
import { writeResults } from '../support/evidence-files.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

// What `gsutil -m rsync -r` does to S0's registry, measured, and what happens here instead.

test('1: a pointer that is a link to a folder reaches the bucket', async () => {
  const emulator = await openEmulator();
  await fillBucket(openProgramMachine(emulator), 2);
  expect(readObject(emulator, 'latest')).toBe('rag_v1');
  expect(readObject(emulator, 'rag_latest')).toBe('rag_v1');
});

test('2: a pointer that is text in the bucket does not stumble over a link here', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 2);
  emulator.putObject('bucket', 'team/registry/latest', '/srv/ci/cache/rag_v1');
  for (const argv of [['sync', 'pull'], ['models']])
    expect(await machine.run(argv), argv.join(' ')).toMatchObject({ code: 0 });
  expect(await machine.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v1\n' });
});

test('3: another content of the same size and the same second is seen', async () => {
  const emulator = await openEmulator();
  const [machine, other] = [openProgramMachine(emulator), openProgramMachine(emulator)];
  await fillBucket(machine, 2);
  expect((await other.run(['resolve', 'rag'])).out).toBe('v1\n');
  const at = new Date();
  for (const name of readdirSync(other.copy, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.json')) utimesSync(join(other.copy, name), at, at);
  expect((await machine.run(['promote', 'rag', 'v2', ...confirmed])).code).toBe(0);
  expect(await other.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v2\n' });
  expect(readObject(emulator, 'latest')).toBe('rag_v2');
});

test('4: a version that was deleted in the bucket does not come back from a copy', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 2);
  expect((await machine.run(['archive', 'rag', 'v2', '--yes'])).code).toBe(0);
  const isOfV2 = ({ name }: { readonly name: string }) => name.startsWith('team/registry/rag_v2/');
  for (const { name } of emulator.listObjects('bucket').filter(isOfV2)) emulator.removeObject('bucket', name);
  for (const argv of [
    ['sync', 'push', '--yes'],
    ['sync', 'pull'],
    ['hold', 'rag', '--reason', 'x', '--yes'],
  ])
    expect((await machine.run(argv)).code, argv.join(' ')).toBe(0);
  expect(emulator.listObjects('bucket').filter(isOfV2)).toEqual([]);
  expect((await machine.run(['sync', 'status'])).out).toContain('Gone from the bucket');
  expect(await machine.run(['sync', 'pull', '--prune', '--yes'])).toMatchObject({ code: 0 });
  expect(readdirSync(machine.copy)).not.toContain('rag_v2');
});

test('5: an older copy overwrites nothing that is newer', async () => {
  const emulator = await openEmulator();
  const [old, machine] = [openProgramMachine(emulator), openProgramMachine(emulator)];
  await fillBucket(old, 3);
  expect((await machine.run(['promote', 'rag', 'v3', ...confirmed])).code).toBe(0);
  const before = emulator.listObjects('bucket');
  expect((await old.run(['sync', 'push', '--yes'])).code).toBe(0);
  expect(emulator.listObjects('bucket')).toEqual(before);
  expect((await old.run(['resolve', 'rag'])).out).toBe('v3\n');
});

test('6: the first deployment into a prefix where nothing is makes the registry', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  const words = [
    '--model-name',
    'rag',
    '--results-dir',
    writeResults(createTemporaryFolder(), { status: 'PASS' }),
    ...confirmed,
  ];
  const place = ['--registry-dir', bucketUrl, '--registry-cache-dir', 'cache'];
  const run = await machine.run(['deploy_model', ...place, ...words, '--metadata-output', 'last.json']);
  expect(run.code, run.error).toBe(0);
  expect(readObject(emulator, 'latest')).toBe('rag_v1');
  expect(await openProgramMachine(emulator).run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v1\n' });
});
