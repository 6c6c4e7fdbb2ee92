import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  confirmed,
  fillBucket,
  openProgramMachine,
  type ProgramMachine,
  readObject,
} from '../support/bucket-program.ts';
import type { Emulator } from '../support/gcs/emulator.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';
import type { Finished } from './run-program.ts';

/** A bucket whose model `rag` has two versions and seven entries, v1 live by the last, and the machine that wrote them all. */
async function openBucket(): Promise<{ readonly emulator: Emulator; readonly anna: ProgramMachine }> {
  const emulator = await openEmulator();
  const anna = openProgramMachine(emulator, 'anna');
  await fillBucket(anna, 2, ['v2', 'v1', 'v2', 'v1']);
  return { emulator, anna };
}

function promote(machine: ProgramMachine, version: string): Promise<Finished> {
  return machine.run(['promote', 'rag', version, '--reason', `by ${machine.actor}`, ...confirmed]);
}

function entryName(generation: number): string {
  return `.lastgood/history/rag/${String(generation).padStart(8, '0')}.json`;
}

function readEntry(emulator: Emulator, generation: number): string {
  const text = readObject(emulator, entryName(generation));
  if (text === undefined) throw new Error(`The bucket has no entry ${generation}.`);
  return text;
}

function putEntry(emulator: Emulator, generation: number, text: string): void {
  emulator.putObject('bucket', `team/registry/${entryName(generation)}`, new TextEncoder().encode(text));
}

function removeEntry(emulator: Emulator, generation: number): void {
  emulator.removeObject('bucket', `team/registry/${entryName(generation)}`);
}

/** Names and generations of all objects: nothing was written while it stays the same. */
function look(emulator: Emulator): readonly string[] {
  return emulator.listObjects('bucket').map(({ name, generation }) => `${name} ${generation}`);
}

const clean = { code: 0, error: '' };
const alters = [/"reason":"[^"]*"/, '"reason":"another"'] as const;

/** What everybody who looks is told of a history that is not whole, `words` by the verification of it. */
async function expectTold(machine: ProgramMachine, words: RegExp): Promise<void> {
  const models = await machine.run(['models']);
  expect(models).toMatchObject({ code: 0, error: expect.stringContaining('Warning: rag: its history') });
  expect(models.out).toContain('history is not whole in the bucket');
  expect(await machine.run(['history', 'rag', '--verify'])).toMatchObject({
    code: 6,
    out: expect.stringMatching(words),
  });
  expect(await machine.run(['resolve', 'rag'])).toMatchObject({ code: 6, out: '' });
  expect(await machine.run(['sync', 'status'])).toMatchObject({
    code: 6,
    out: expect.stringContaining('DAMAGED in the bucket'),
  });
  expect(await machine.run(['doctor'])).toMatchObject({
    code: 6,
    out: expect.stringContaining('damaged: .lastgood/history/rag'),
  });
  for (const argv of [
    ['promote', 'rag', 'v2', '--reason', 'test', ...confirmed],
    ['register', 'rag', '--yes'],
  ])
    expect(await machine.run(argv)).toMatchObject({
      code: 6,
      error: expect.stringContaining('lastgood sync status'),
    });
}

describe('an entry that was edited in a copy', () => {
  test('is neither followed nor proof of anything, and a pull keeps it beside and brings the right one', async () => {
    const { emulator } = await openBucket();
    const bob = openProgramMachine(emulator, 'bob');
    expect(await bob.run(['resolve', 'rag'])).toMatchObject({ ...clean, out: 'v1\n' });
    const path = join(bob.copy, entryName(7));
    const right = readFileSync(path, 'utf8');
    writeFileSync(path, right.replace('"to":"v1"', '"to":"v3"').replace('anna', 'mallory'));
    const before = look(emulator);
    const models = await bob.run(['models']);
    expect(models.out).not.toContain('v3 ');
    expect(models.error).toContain('lastgood sync pull');
    expect(await bob.run(['resolve', 'rag'])).toMatchObject({
      code: 6,
      out: '',
      error: expect.stringContaining('lastgood sync pull'),
    });
    expect(await bob.run(['history', 'rag', '--verify'])).toMatchObject({
      code: 6,
      out: expect.stringMatching(/^history of rag is altered: entry 7 .*edited here/),
    });
    expect(await bob.run(['sync', 'status'])).toMatchObject({ code: 6 });
    expect(await promote(bob, 'v2')).toMatchObject({
      code: 6,
      error: expect.stringContaining('lastgood sync pull'),
    });
    for (const argv of [['doctor'], ['doctor', '--yes']])
      expect(await bob.run(argv)).toMatchObject({ code: 4, out: expect.stringContaining('A pull brings') });
    expect(await bob.run(['sync', 'push', '--yes'])).toMatchObject({
      code: 6,
      out: expect.stringContaining('lastgood sync pull'),
    });
    expect(look(emulator)).toEqual(before);

    expect(await bob.run(['sync', 'pull', '--yes'])).toMatchObject({ code: 0 });
    expect(readFileSync(path, 'utf8')).toBe(right);
    const aside = join(bob.copy, '.lastgood/set-aside');
    const [call = ''] = readdirSync(aside);
    expect(readFileSync(join(aside, call, entryName(7)), 'utf8')).toContain('mallory');
    expect(await bob.run(['resolve', 'rag'])).toMatchObject({ ...clean, out: 'v1\n' });
    expect(await bob.run(['doctor'])).toMatchObject({ code: 0 });
    expect(await promote(bob, 'v2')).toMatchObject({ code: 0 });
  });
});

describe('what the bucket lost', () => {
  test('at its head is put back by a copy that saw it there, as the refused rollback says', async () => {
    const { emulator, anna } = await openBucket();
    const last = readEntry(emulator, 7);
    removeEntry(emulator, 7);
    const rollback = ['rollback', 'rag', '--to', 'v2', '--reason', 'INC-7', ...confirmed];
    expect(await anna.run(rollback)).toMatchObject({
      code: 6,
      error: expect.stringContaining('Run lastgood doctor'),
    });
    for (const direction of ['push', 'pull'])
      expect(await anna.run(['sync', direction, '--yes'])).toMatchObject({
        code: 6,
        out: expect.stringContaining('Run lastgood doctor'),
      });
    // What this copy saw there is sure: whoever serves by it goes on.
    expect(await anna.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v1\n' });
    expect(await anna.run(['history', 'rag', '--verify'])).toMatchObject({
      code: 6,
      out: expect.stringMatching(
        /^history of rag is truncated: entry 7 of the history: .* deleted in the bucket/,
      ),
    });
    expect(await anna.run(['doctor'])).toMatchObject({ code: 0, out: expect.stringContaining('repaired') });
    expect(readEntry(emulator, 7)).toBe(last);
    expect(await anna.run(rollback)).toMatchObject({ code: 0 });
  });

  test('stops who never saw it, who is helped by a doctor where it was seen', async () => {
    const { emulator, anna } = await openBucket();
    removeEntry(emulator, 7);
    removeEntry(emulator, 6);
    const fay = openProgramMachine(emulator, 'fay');
    const before = look(emulator);
    await expectTold(
      fay,
      /^history of rag is truncated: entry 6 and later are gone: rag_latest shows entry 7/,
    );
    expect(look(emulator)).toEqual(before);
    expect(await anna.run(['doctor'])).toMatchObject({ code: 0 });
    expect(await fay.run(['resolve', 'rag'])).toMatchObject({ ...clean, out: 'v1\n' });
    expect(await promote(fay, 'v2')).toMatchObject({ code: 0 });
  });

  test('for good can be gone on without, once what speaks of it is deleted as the words say', async () => {
    const { emulator } = await openBucket();
    removeEntry(emulator, 7);
    const fay = openProgramMachine(emulator, 'fay');
    const { out } = await fay.run(['sync', 'status']);
    expect(out).toMatch(/If they are lost for good, delete in the bucket .* the pointer named/);
    emulator.removeObject('bucket', 'team/registry/rag_latest');
    expect(await promote(fay, 'v1')).toMatchObject({ code: 0 });
    expect(await fay.run(['resolve', 'rag'])).toMatchObject({ ...clean, out: 'v1\n' });
  });

  test('is not put back over a move that somebody was told is done: that is for a person', async () => {
    const { emulator, anna } = await openBucket();
    removeEntry(emulator, 7);
    emulator.removeObject('bucket', 'team/registry/rag_latest');
    const fay = openProgramMachine(emulator, 'fay');
    expect(await promote(fay, 'v1')).toMatchObject({ code: 0 });
    const fays = readEntry(emulator, 7);
    for (let time = 1; time <= 2; time += 1) {
      const doctor = await anna.run(['doctor']);
      expect(doctor.code).not.toBe(0);
      expect(doctor.out).toMatch(
        /needs-decision: .*entry 7 .* here .* by anna, operation .* in the bucket .* by fay/,
      );
      expect(await fay.run(['doctor'])).toMatchObject({ code: 0 });
      expect(readEntry(emulator, 7)).toBe(fays);
    }
    expect(await anna.run(['resolve', 'rag'])).toMatchObject({ code: 4, out: '' });
    expect(await promote(anna, 'v2')).toMatchObject({ code: 4 });
    const status = await anna.run(['sync', 'status']);
    expect(status).toMatchObject({
      code: 4,
      out: expect.stringContaining('move the copy away'),
    });
    expect(status.out).not.toContain('A push puts it in line');
    renameSync(anna.copy, `${anna.copy}.away`);
    expect(await anna.run(['resolve', 'rag'])).toMatchObject({ ...clean, out: 'v1\n' });
    expect(await promote(anna, 'v2')).toMatchObject({ code: 0 });
  });
});

describe('an entry that another program altered in the bucket', () => {
  test('is told of to who reads it first, put back where it was seen, and then taken by every copy', async () => {
    const { emulator, anna } = await openBucket();
    const right = readEntry(emulator, 5);
    putEntry(emulator, 5, right.replace(...alters));
    const carol = openProgramMachine(emulator, 'carol');
    await expectTold(carol, /^history of rag is altered: entry 5 is not the entry that 6 was written after/);
    expect(await anna.run(['doctor'])).toMatchObject({ code: 0, out: expect.stringContaining('repaired') });
    expect(readEntry(emulator, 5)).toBe(right);
    expect(await carol.run(['doctor'])).toMatchObject({ code: 0 });
    expect(readEntry(emulator, 5)).toBe(right);
    expect(await carol.run(['history', 'rag', '--verify'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('history of rag is intact, 7 entries'),
    });
    expect(await carol.run(['resolve', 'rag'])).toMatchObject({ ...clean, out: 'v1\n' });
    expect(await promote(carol, 'v2')).toMatchObject({ code: 0 });
  });

  test('at the head of the history is put back by its operation and digest, and by one machine only', async () => {
    const { emulator, anna } = await openBucket();
    const right = readEntry(emulator, 7);
    putEntry(emulator, 7, right.replace(...alters));
    const carol = openProgramMachine(emulator, 'carol');
    await carol.run(['models']);
    expect(await anna.run(['doctor'])).toMatchObject({ code: 0, out: expect.stringContaining('repaired') });
    await carol.run(['doctor']);
    expect(readEntry(emulator, 7)).toBe(right);
    expect(await carol.run(['sync', 'pull', '--yes'])).toMatchObject({ code: 0 });
    expect(await anna.run(['doctor'])).toMatchObject({ code: 0 });
    expect(await carol.run(['doctor'])).toMatchObject({ code: 0 });
  });

  test('and on which somebody has gone on is a fork on the machine that saw the other, and stays as it is', async () => {
    const { emulator, anna } = await openBucket();
    const operation = /"operationId":"[^"]*"/;
    putEntry(
      emulator,
      7,
      readEntry(emulator, 7)
        .replace(...alters)
        .replace(operation, '"operationId":"rogue"'),
    );
    // While a pointer speaks of the right one nobody goes on.
    for (const name of ['latest', 'rag_latest']) emulator.removeObject('bucket', `team/registry/${name}`);
    const carol = openProgramMachine(emulator, 'carol');
    expect(await promote(carol, 'v2')).toMatchObject({ code: 0 });
    const before = [readEntry(emulator, 7), readEntry(emulator, 8)];
    for (const machine of [anna, carol, anna]) await machine.run(['doctor', '--yes']);
    expect([readEntry(emulator, 7), readEntry(emulator, 8)]).toEqual(before);
    expect(await anna.run(['sync', 'status'])).toMatchObject({ code: 4 });
    expect(await carol.run(['resolve', 'rag'])).toMatchObject({ ...clean, out: 'v2\n' });
  });
});

describe('what is no entry', () => {
  test.each([
    ['in the place of the next entry', 8, /^history of rag is altered: entry 8 cannot be used/],
    ['further on', 9, /^history of rag has a gap: entry 8 is missing/],
  ] as const)(
    '%s is told of and never taken, so that all is well once it is gone',
    async (_, generation, words) => {
      const { emulator } = await openBucket();
      const bob = openProgramMachine(emulator, 'bob');
      expect(await bob.run(['models'])).toMatchObject({ code: 0 });
      putEntry(emulator, generation, 'garbage');
      await expectTold(bob, words);
      expect(existsSync(join(bob.copy, entryName(generation)))).toBe(false);
      removeEntry(emulator, generation);
      expect(await bob.run(['resolve', 'rag'])).toMatchObject({ ...clean, out: 'v1\n' });
      expect(await promote(bob, 'v2')).toMatchObject({ code: 0 });
    },
  );

  test('behind a gap is named with what mends it, and that does', async () => {
    const { emulator, anna } = await openBucket();
    putEntry(emulator, 99, 'garbage');
    expect(await anna.run(['doctor'])).toMatchObject({
      code: 6,
      out: expect.stringMatching(
        /put \.lastgood\/history\/rag\/00000099\.json there, delete it in the bucket/,
      ),
    });
    expect(await anna.run(['sync', 'status'])).toMatchObject({
      out: expect.stringContaining('00000099.json'),
    });
    removeEntry(emulator, 99);
    expect(await anna.run(['doctor'])).toMatchObject({ code: 0 });
    expect(await anna.run(['resolve', 'rag'])).toMatchObject({ ...clean, out: 'v1\n' });
  });

  test('and a pointer that no lastgood wrote say nothing of the history, whatever its metadata says', async () => {
    const { emulator, anna } = await openBucket();
    const metadata = { 'lastgood-generation': '50', 'lastgood-operation': 'x' };
    emulator.putObject('bucket', 'team/registry/rag_stable', 'rag_v1', metadata);
    const bob = openProgramMachine(emulator, 'bob');
    for (const machine of [anna, bob])
      expect(await machine.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v1\n' });
    expect(await promote(bob, 'v2')).toMatchObject({ code: 0 });
  });

  test('and stands in a copy is set aside by a pull', async () => {
    const { emulator } = await openBucket();
    const bob = openProgramMachine(emulator, 'bob');
    await bob.run(['models']);
    writeFileSync(join(bob.copy, entryName(9)), 'garbage');
    expect(await bob.run(['resolve', 'rag'])).toMatchObject({
      code: 6,
      error: expect.stringContaining('lastgood sync pull'),
    });
    expect(await bob.run(['sync', 'pull', '--yes'])).toMatchObject({ code: 0 });
    expect(existsSync(join(bob.copy, entryName(9)))).toBe(false);
    expect(await bob.run(['resolve', 'rag'])).toMatchObject({ ...clean, out: 'v1\n' });
  });
});
