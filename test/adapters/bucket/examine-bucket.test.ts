import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { examineBucket } from '../../../src/adapters/bucket/examine-bucket.ts';
import type { Variables } from '../../../src/core/settings/read-environment.ts';
import { createFakeGsutil } from '../../support/fake-gsutil.ts';
import { fullAccess } from '../../support/gcs/access.ts';
import { openEmulator } from '../../support/gcs/emulator-rig.ts';

async function examine(variables: Variables, bucket = 'bucket', transport: 'sdk' | 'gsutil' = 'sdk') {
  const address = { bucket, prefix: 'team/' };
  return await examineBucket({ name: 'rag', address, transport, variables }, undefined);
}

test('a bucket says what we may do, by a list and a question that change nothing', async () => {
  const emulator = await openEmulator();
  emulator.putObject('bucket', 'team/.lastgood/registry.json', '{}');
  const before = emulator.listObjects('bucket');
  expect(await examine({ STORAGE_EMULATOR_HOST: emulator.httpEndpoint })).toEqual({
    ...{ name: 'rag', place: 'gs://bucket/team/', state: 'ready', identity: null, missing: [] },
    may: ['list objects', 'read objects', 'write objects', 'replace objects'],
  });
  expect(emulator.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  expect(emulator.listObjects('bucket')).toEqual(before);
});

test('who may not write is told which permission is missing and whom to ask', async () => {
  const emulator = await openEmulator();
  emulator.setAccess({ ...fullAccess, canWrite: false });
  const found = await examine({ STORAGE_EMULATOR_HOST: emulator.httpEndpoint });
  expect(found).toMatchObject({ state: 'limited', may: ['list objects', 'read objects'] });
  expect(found.missing.map(({ what }) => what)).toEqual([
    'storage.objects.create is missing: nothing can be written.',
    'storage.objects.delete is missing: pointers such as latest cannot be replaced.',
  ]);
  expect(found.missing[0]?.fix).toContain('roles/storage.objectUser');
});

test('who may not list, or names a bucket that is not there, cannot use it', async () => {
  const emulator = await openEmulator();
  const variables = { STORAGE_EMULATOR_HOST: emulator.httpEndpoint };
  expect(await examine(variables, 'another')).toMatchObject({ state: 'not-usable' });
  emulator.setAccess({ ...fullAccess, canList: false });
  expect(await examine(variables)).toMatchObject({
    state: 'not-usable',
    missing: [{ what: expect.stringContaining('(403)') }],
  });
});

test('a bucket that does not know the question says what a list shows', async () => {
  const emulator = await openEmulator();
  emulator.addFault({ kind: 'other', does: 'status', status: 501 });
  const found = await examine({ STORAGE_EMULATOR_HOST: emulator.httpEndpoint });
  expect(found).toMatchObject({ state: 'ready', may: ['list objects', 'it does not say what else'] });
});

test('by gsutil only a list is asked for', async () => {
  const fake = createFakeGsutil();
  fake.answer([
    {
      command: 'ls',
      words: 'CommandException: One or more URLs matched no objects.',
      exitCode: 1,
      ending: 'end',
    },
  ]);
  const variables = { ...fake.variables, PATH: `${dirname(fake.path)}:${process.env['PATH']}` };
  const found = await examine(variables, 'bucket', 'gsutil');
  expect(found).toMatchObject({ state: 'ready', may: ['list objects', 'gsutil cannot ask what else'] });
  expect(fake.listCalls().map(({ argv }) => argv.find(word => /^[a-z]{2,}$/.test(word)))).toEqual(['ls']);
});
