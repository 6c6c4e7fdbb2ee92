import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { confirmed, fillBucket, openProgramMachine, readObject } from '../support/bucket-program.ts';
import type { Emulator } from '../support/gcs/emulator.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';

const commit = 'team/registry/rag_v3/metadata.json';

/** A bucket with two versions, and a machine whose registration of a third was cut off before its metadata.json. */
async function openCutOff(argv: readonly string[]) {
  const emulator = await openEmulator();
  const anna = openProgramMachine(emulator, 'anna');
  await fillBucket(anna, 2);
  emulator.addFault({
    kind: 'write',
    name: /rag_v3\/metadata/,
    does: 'status',
    status: 403,
    times: Number.POSITIVE_INFINITY,
  });
  expect(await anna.start(argv)).toMatchObject({ code: 7 });
  emulator.clearFaults();
  return { emulator, anna };
}

function putForeign(emulator: Emulator, name: string, text: string): void {
  emulator.putObject('bucket', name, new TextEncoder().encode(text));
}

describe('a registration in whose place another program put a version', () => {
  test('is ended by doctor, which repairs the rest and says how to register it anew', async () => {
    const { emulator, anna } = await openCutOff(['register', 'rag', '--notes', 'one', '--yes']);
    putForeign(emulator, commit, '{"foreign":1}');
    putForeign(emulator, 'team/registry/rag_latest', 'rag_v2');
    const doctor = await anna.run(['doctor', '--yes']);
    expect(doctor).toMatchObject({ code: 0, out: expect.stringContaining('rag_v3/metadata.json stands') });
    expect(doctor.out).toContain('lastgood register rag --notes one');
    expect(doctor.out).toContain('rag_latest');
    expect(readObject(emulator, 'rag_latest')).toBe('rag_v1');
    expect(readdirSync(join(anna.copy, '.lastgood/operations'))).toEqual([]);
    expect(await anna.run(['register', 'rag', '--notes', 'one', '--yes'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('v4'),
    });
  });

  test('gets the next number when it is asked for again', async () => {
    const { emulator, anna } = await openCutOff(['register', 'rag', '--notes', 'one', '--yes']);
    putForeign(emulator, commit, '{"foreign":1}');
    const again = await anna.run(['register', 'rag', '--notes', 'one', '--yes']);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('v4') });
    expect(readdirSync(join(anna.copy, '.lastgood/operations'))).toEqual([]);
  });
});

describe('a registration that was finished meanwhile', () => {
  test.each([
    ['doctor', ['doctor']],
    ['another write', ['register', 'rag', '--notes', 'two', '--yes']],
  ])('by %s is recognised when it is asked for again', async (_, argv) => {
    const { anna } = await openCutOff(['register', 'rag', '--notes', 'one', '--yes']);
    expect(await anna.start(argv)).toMatchObject({ code: 0 });
    const before = await anna.run(['versions', 'rag', '--json']);
    const again = await anna.run(['register', 'rag', '--notes', 'one', '--yes']);
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/already registered as v3/) });
    expect(await anna.run(['versions', 'rag', '--json'])).toEqual(before);
  });

  test('and not made live is not registered a second time', async () => {
    const emulator = await openEmulator();
    const anna = openProgramMachine(emulator, 'anna');
    await fillBucket(anna, 2);
    const argv = ['register', 'rag', '--to', 'latest', '--notes', 'one', ...confirmed];
    emulator.addFault({
      kind: 'write',
      name: /(?<!rag_)latest$/,
      does: 'status',
      status: 403,
      times: Number.POSITIVE_INFINITY,
    });
    const cut = await anna.start(argv);
    expect(cut).toMatchObject({ code: 7 });
    emulator.clearFaults();
    const again = await anna.run(argv);
    expect(again).toMatchObject({ code: 0 });
    expect((await anna.run(['versions', 'rag'])).out).not.toContain('v4');
    expect(readObject(emulator, 'latest')).toBe('rag_v3');
  });
});
