import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { confirmed, fillBucket, openProgramMachine } from '../support/bucket-program.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';

/** What ends a promotion to `latest` without a question. */
function promote(version: string): readonly string[] {
  return ['promote', 'rag', version, '--reason', 'test', ...confirmed];
}

test('a copy that was written as a folder is a conflict, until it is pushed', async () => {
  const machine = openProgramMachine(await openEmulator(), 'anna');
  await fillBucket(machine, 2);
  const folder = { LASTGOOD_REGISTRY: machine.copy };
  expect(await machine.run(promote('v2'), folder)).toMatchObject({ code: 8 });
  // A program that does not know the copy for one.
  const marker = join(machine.copy, '.lastgood/mirror.json');
  const marked = readFileSync(marker);
  rmSync(marker);
  expect(await machine.run(promote('v2'), folder)).toMatchObject({ code: 0 });
  writeFileSync(marker, marked);
  for (const version of ['v1', 'v2']) {
    expect(await machine.run(promote(version))).toMatchObject({
      code: 4,
      error: expect.stringContaining('lastgood sync push'),
    });
  }
  expect(await machine.run(['sync', 'push', ...confirmed])).toMatchObject({ code: 0 });
  expect(await machine.run(promote('v1'))).toMatchObject({ code: 0 });
});

test('a version that stands on this machine only is no target', async () => {
  const machine = openProgramMachine(await openEmulator(), 'anna');
  await fillBucket(machine, 2);
  cpSync(join(machine.copy, 'rag_v2'), join(machine.copy, 'rag_v7'), { recursive: true });
  expect(await machine.run(promote('v7'))).toMatchObject({
    code: 6,
    error: expect.stringContaining('lastgood sync push'),
  });
});

test('a job that is run again after a pointer could not be written writes it', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator, 'anna');
  await fillBucket(machine, 2);
  emulator.addFault({ kind: 'write', name: /\/latest$/, does: 'status', status: 403, times: Infinity });
  expect(await machine.run(promote('v2'))).toMatchObject({ code: 7 });
  expect(await machine.run(promote('v2'))).toMatchObject({ code: 7 });
  emulator.clearFaults();
  const again = await machine.run(promote('v2'));
  expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/\/latest/) });
  const latest = emulator.listObjects('bucket').find(({ name }) => name.endsWith('/latest'));
  expect(Buffer.from(latest?.body ?? []).toString('utf8')).toBe('rag_v2');
  expect(await machine.run(promote('v2'))).toMatchObject({
    code: 0,
    out: expect.stringContaining('unchanged'),
  });
});
