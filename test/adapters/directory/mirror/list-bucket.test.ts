import { expect, onTestFinished, test } from 'vitest';
import { openObjectStore } from '../../../../src/adapters/bucket/open-object-store.ts';
import { listKnownBucket } from '../../../../src/adapters/directory/mirror/list-bucket.ts';
import type { ObjectFacts } from '../../../../src/core/ports/object-store.ts';
import { openEmulator } from '../../../support/gcs/emulator-rig.ts';

/** A bucket lists a pair of surrogates behind U+FF21; JavaScript's own order has it before. */
const letters = ['a', 'ü', '日', '\u{ff21}', '\u{1f600}'];

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
