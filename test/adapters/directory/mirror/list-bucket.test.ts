import { expect, onTestFinished, test } from 'vitest';
import { openObjectStore } from '../../../../src/adapters/bucket/open-object-store.ts';
import { listKnownBucket } from '../../../../src/adapters/directory/mirror/list-bucket.ts';
import type { ObjectFacts } from '../../../../src/core/ports/object-store.ts';
import { openEmulator } from '../../../support/gcs/emulator-rig.ts';

/** A bucket lists a pair of surrogates behind U+FF21; JavaScript's own order has it before. */
const letters = ['a', 'ü', '日', '\u{ff21}', '\u{1f600}'];

/** A bucket of 2,500 objects, and what is asked of it. */
async function openKnown() {
  const emulator = await openEmulator();
  const names = Array.from({ length: 2500 }, (_, index) => `a${index}`);
  for (const name of names) emulator.putObject('bucket', name, '');
  const store = openObjectStore({
    address: { bucket: 'bucket', prefix: '' },
    transport: 'sdk',
    variables: { STORAGE_EMULATOR_HOST: emulator.httpEndpoint },
  });
  onTestFinished(() => store.close());
  return { emulator, names, store };
}

test('pages are asked for while other work is done, and taken when that has ended', async () => {
  const { emulator, names, store } = await openKnown();
  const work = Promise.withResolvers<void>();
  const judged: number[] = [];
  const taken: number[] = [];
  const listing = listKnownBucket(store, async objects => void taken.push(objects.length), names, {
    meanwhile: work.promise,
    needsMetadata: objects => judged.push(objects.length) < 0,
  });
  await expect.poll(() => emulator.requests.length).toBe(3);
  expect(judged).toEqual([]);
  expect(taken).toEqual([]);
  work.resolve();
  await listing;
  expect(judged).toHaveLength(3);
  expect(taken.reduce((sum, count) => sum + count, 0)).toBe(names.length);
});

test('nothing is taken when the work that is done meanwhile fails', async () => {
  const { names, store } = await openKnown();
  const taken: number[] = [];
  const failure = new Error('the disk is gone');
  const listing = listKnownBucket(store, async objects => void taken.push(objects.length), names, {
    meanwhile: Promise.reject(failure),
  });
  await expect(listing).rejects.toBe(failure);
  expect(taken).toEqual([]);
});

test('a bucket that is known lists each object once, whatever its names are made of', async () => {
  const emulator = await openEmulator();
  const names = letters.flatMap(letter => Array.from({ length: 500 }, (_, index) => `${letter}${index}`));
  for (const name of names) emulator.putObject('bucket', name, '');
  const store = openObjectStore({
    address: { bucket: 'bucket', prefix: '' },
    transport: 'sdk',
    variables: { STORAGE_EMULATOR_HOST: emulator.httpEndpoint },
  });
  onTestFinished(() => store.close());
  const listed: string[] = [];
  const takePage = async (objects: readonly ObjectFacts[]): Promise<void> => {
    listed.push(...objects.map(({ name }) => name));
  };
  await listKnownBucket(store, takePage, names);
  expect(listed.toSorted()).toEqual(names.toSorted());
});
