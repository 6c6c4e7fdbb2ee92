import { expect } from 'vitest';
import { formatHistoryEntry } from '../../../../src/core/history/parse-entry.ts';
import { sampleChain } from '../../../support/sample-entries.ts';
import { type MirrorRig, openMirror, put, sampleMetadata } from './mirror-rig.ts';

/** A bucket with so many versions, each with the claim of its number, and a short history. */
export async function openLarge(count: number): Promise<MirrorRig> {
  const rig = await openMirror({ budgetMs: 10_000 });
  for (let number = 1; number <= count; number += 1) {
    put(rig.emulator, `.lastgood/claims/rag_v${number}`, '');
    put(rig.emulator, `rag_v${number}/metadata.json`, sampleMetadata('rag', `v${number}`));
  }
  for (const { entry } of sampleChain(3))
    put(rig.emulator, `.lastgood/history/rag/0000000${entry.generation}.json`, formatHistoryEntry(entry));
  return rig;
}

/**
 * Reads a bucket of so many versions for the first time, then again, and expects that the first are seen from the third answer on, that
 * nothing but lists is asked for, and that it costs little memory.
 */
export async function expectLightRead(versions: number): Promise<void> {
  const rig = await openLarge(versions);
  rig.emulator.setLatency(100);
  const before = measureHeap();
  let isOver = false;
  const reading = rig.mirror.refresh().finally(() => {
    isOver = true;
  });
  let visible = 0;
  while (visible === 0 && !isOver) visible = (await rig.reader.loadIndex()).models[0]?.versions.length ?? 0;
  const requests = rig.emulator.requests.length;
  const report = await reading;
  const heapMiB = (measureHeap() - before) / 1024 / 1024;
  rig.emulator.forgetRequests();
  expect(await rig.mirror.refresh()).toMatchObject({ fetched: 0 });
  expect(visible).toBeGreaterThan(0);
  expect(visible).toBeLessThan(versions);
  expect(requests).toBeLessThanOrEqual(3);
  expect(report).toMatchObject({ objects: 2 * versions + 3, fetched: versions + 3 });
  expect(heapMiB).toBeLessThan(128);
  expect(new Set(rig.emulator.requests.map(({ kind }) => kind))).toEqual(new Set(['list']));
}

function measureHeap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
