import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collectFamilies } from '../../../src/adapters/dvc/collect-families.ts';
import { parseFolderList } from '../../../src/adapters/dvc/dvc-cache.ts';
import { emptyLock, parseLock } from '../../../src/adapters/dvc/parse-lock.ts';
import { parseParams } from '../../../src/adapters/dvc/parse-params.ts';
import { parsePipeline } from '../../../src/adapters/dvc/parse-pipeline.ts';
import { parsePointer } from '../../../src/adapters/dvc/parse-pointer.ts';
import { parseMetrics } from '../../../src/adapters/dvc/run-metrics.ts';
import type { ScannedPointer } from '../../../src/adapters/dvc/scan-tree.ts';
import { makeSafeText } from '../../../src/core/text/safe-text.ts';
import { folderMd5, formatMergeLock, formatNotedFile } from '../../support/dvc/dvc-tree.ts';

const parsers: readonly ((bytes: Uint8Array) => { readonly ok: boolean; readonly problem?: string })[] = [
  bytes => parsePointer(bytes, 'models/hf/stable/qwen.dvc'),
  parseLock,
  parseParams,
  bytes => parsePipeline(bytes, { family: 'qwen' }),
  parseFolderList,
];

/** Every parser answers, and what it says of a file that it refuses can be shown. */
function readAll(bytes: Uint8Array): void {
  for (const parse of parsers) {
    const reading = parse(bytes);
    if (!reading.ok) expect(makeSafeText(reading.problem ?? '')).toBe(reading.problem);
  }
  for (const value of Object.values(parseMetrics(bytes, 'run.json').metrics))
    expect(Number.isFinite(value)).toBe(true);
}

const real = [
  formatNotedFile({ md5: folderMd5('one'), size: 5, nfiles: 2, hash: 'md5', path: 'qwen' }, 'run-1'),
  formatMergeLock('qwen', 'run-1', folderMd5('one')),
  'family: qwen\nrun_name: run-1\nlora: {r: 16}\n',
].map(text => new TextEncoder().encode(text));

test('bytes of any kind are read or refused, and never thrown at', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), readAll), { numRuns: 300 });
});

test('values of any kind are read or refused', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), text => readAll(new TextEncoder().encode(text))),
    { numRuns: 300 },
  );
});

test('a file that is cut off or written over anywhere is read or refused', () => {
  const damage = fc.record({
    file: fc.constantFrom(...real),
    at: fc.nat(400),
    bytes: fc.uint8Array({ maxLength: 6 }),
    cut: fc.boolean(),
  });
  fc.assert(
    fc.property(damage, ({ file, at, bytes, cut }) => {
      const place = Math.min(at, file.length);
      const rest = cut ? new Uint8Array() : file.subarray(place + bytes.length);
      readAll(Buffer.concat([file.subarray(0, place), bytes, rest]));
    }),
    { numRuns: 500 },
  );
});

test('a text that is nested without end is refused', () => {
  for (const text of ['['.repeat(100_000), '{a: '.repeat(20_000), '- '.repeat(50_000)])
    readAll(new TextEncoder().encode(text));
});

/** A pointer of a run, or of nothing that says its run. */
const scanned: fc.Arbitrary<ScannedPointer> = fc
  .record({
    area: fc.constantFrom('wip', 'candidates', 'archive', 'stable'),
    family: fc.constantFrom('qwen', 'mistral'),
    run: fc.constantFrom('run-1', 'run-2', 'run-10'),
    time: fc.constantFrom('', '2025-07-30T16-23-', '2025-07-31T08-00-'),
    md5: fc.constantFrom('one', 'two', 'three').map(folderMd5),
    isRead: fc.boolean(),
  })
  .map(({ area, family, run, time, md5, isRead }) => {
    const name = area === 'stable' ? family : `${time}${run}`;
    const file = `models/hf/${area}/${family}/${name}.dvc`;
    const output = { md5, sizeBytes: 1, fileCount: 1, hash: 'md5', path: `models/${name}` };
    const value = { output, description: undefined, note: undefined, meta: undefined };
    const pointer = isRead
      ? ({ ok: true, value } as const)
      : ({ ok: false, fault: 'torn', problem: 'torn' } as const);
    return { area, family, name, file, pointer } as ScannedPointer;
  });

const pointerLists = fc.uniqueArray(scanned, { selector: ({ file }) => file, maxLength: 12 });

test('every pointer that can be read is of exactly one run, in whatever order they are found', () => {
  const collect = (pointers: readonly ScannedPointer[]) =>
    collectFamilies({ pointers, folders: [], strangers: [] }, emptyLock);
  fc.assert(
    fc.property(pointerLists, pointers => {
      const families = collect(pointers);
      const runs = [...families.values()].flatMap(family => [...family.runs.values()]);
      const files = runs.flatMap(({ found }) => found.map(({ file }) => file)).sort();
      expect(files).toEqual(pointers.flatMap(({ pointer, file }) => (pointer.ok ? [file] : [])).sort());
      expect([...collect([...pointers].reverse())]).toEqual([...families]);
    }),
  );
});

test('a family is what its own pointers say, whatever stands in another', () => {
  fc.assert(
    fc.property(pointerLists, pointers => {
      const own = pointers.filter(({ family }) => family === 'qwen');
      const folders = { folders: [], strangers: [] };
      expect(collectFamilies({ pointers, ...folders }, emptyLock).get('qwen')).toEqual(
        collectFamilies({ pointers: own, ...folders }, emptyLock).get('qwen'),
      );
    }),
  );
});
