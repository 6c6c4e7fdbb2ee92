import { expect, test } from 'vitest';
import { createArrivals } from '../../../../src/adapters/directory/mirror/arrivals.ts';
import { addArriving, markArriving } from '../../../../src/adapters/directory/mirror/show-arriving.ts';
import type { ObjectFacts } from '../../../../src/core/ports/object-store.ts';
import { modelIndex, registryIndex } from '../../../ui/screens/models/sample-registry.ts';

const v2 = { model: 'rag', version: 'v2' };
const facts: ObjectFacts = {
  name: 'rag_v2/metadata.json',
  generation: '1',
  sizeBytes: 10,
  crc32c: 'AAAAAA==',
  md5: undefined,
  updatedAt: '2026-11-21T08:15:00.000Z',
  metadata: {},
};

test('a record that comes while the copy is read is missing from no answer', () => {
  const arrivals = createArrivals();
  arrivals.noteRecord(v2, facts);
  const before = arrivals.take();
  // The copy was read before the record came, and the arrivals are asked after it.
  arrivals.settle(v2);
  arrivals.noteListed(new Map());
  const { models } = addArriving(registryIndex([modelIndex('rag', 1)]), before, undefined);
  expect(models[0]).toMatchObject({ isArriving: true, versions: [{ version: 'v1' }, { version: 'v2' }] });
  expect(markArriving({ ...v2, whole: 'incomplete' }, before)).toMatchObject({ arriving: { fileCount: 1 } });
  expect(arrivals.take().list()).toEqual([]);
});
