import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { formatHistoryEntry } from '../../../../src/core/history/parse-entry.ts';
import { sampleChain } from '../../../support/sample-entries.ts';
import { expectLightRead, openLarge } from './large-bucket-rig.ts';
import { type MirrorRig, openMirror, put, sampleMetadata } from './mirror-rig.ts';

it('two thousand versions can be seen from the third answer on, and cost little memory and only lists', async () => {
  await expectLightRead(2_000);
});

/** What lists have carried, in bytes of their answers. */
function countListed(rig: MirrorRig): { readonly short: number; readonly whole: number } {
  const lists = rig.emulator.requests.filter(({ kind }) => kind === 'list');
  const whole = lists.filter(({ path }) => /items\([^)]*metadata/.test(decodeURIComponent(path))).length;
  return { whole, short: lists.length - whole };
}

describe('a bucket that is known already', () => {
  it('is listed without what objects carry, and only what is new is asked for', async () => {
    const rig = await openLarge(1_000);
    await rig.mirror.refresh();
    expect(countListed(rig).short).toBe(0);

    rig.emulator.forgetRequests();
    expect(await rig.mirror.refresh()).toMatchObject({ fetched: 0 });
    expect(countListed(rig).whole).toBe(0);
    expect(new Set(rig.emulator.requests.map(({ kind }) => kind))).toEqual(new Set(['list']));

    for (const number of [1001, 1002])
      put(rig.emulator, `rag_v${number}/metadata.json`, sampleMetadata('rag', `v${number}`));
    rig.emulator.forgetRequests();
    expect(await rig.mirror.refresh()).toMatchObject({ fetched: 2 });
    expect(countListed(rig).whole).toBe(0);
    expect(rig.emulator.requests.filter(({ kind }) => kind === 'read')).toHaveLength(2);
  });

  it('is listed with it where much is new', async () => {
    const rig = await openLarge(1_000);
    await rig.mirror.refresh();
    for (let number = 1001; number <= 1200; number += 1)
      put(rig.emulator, `rag_v${number}/metadata.json`, sampleMetadata('rag', `v${number}`));
    rig.emulator.forgetRequests();
    expect(await rig.mirror.refresh()).toMatchObject({ fetched: 200 });
    expect(new Set(rig.emulator.requests.map(({ kind }) => kind))).toEqual(new Set(['list']));
    expect(countListed(rig).whole).toBeLessThan(3);
  });

  it('never shows the log of a rollback before the entry it follows from', async () => {
    const rig = await openMirror({ budgetMs: 10_000 });
    for (let number = 1; number <= 1_200; number += 1)
      put(rig.emulator, `rag_v${number}/metadata.json`, sampleMetadata('rag', `v${number}`));
    for (const { entry } of sampleChain(3))
      put(rig.emulator, `.lastgood/history/rag/0000000${entry.generation}.json`, formatHistoryEntry(entry));
    put(rig.emulator, '.lastgood/claims/rag_v1', '');
    for (let number = 1; number <= 1_200; number += 1)
      put(rig.emulator, `.lastgood/claims/other_v${number}`, '');
    put(rig.emulator, 'rollback_logs/rollback_20261120T161505.json', '{}');
    rig.emulator.addFault({ kind: 'list', name: /history/, does: 'delay', delayMs: 300 });
    const log = join(rig.root, 'rollback_logs/rollback_20261120T161505.json');
    let isOver = false;
    const reading = rig.mirror.refresh().finally(() => {
      isOver = true;
    });
    while (!existsSync(log) && !isOver) await nextTurn();
    expect(existsSync(join(rig.root, '.lastgood/history/rag/00000003.json'))).toBe(true);
    await reading;
    expect(existsSync(log)).toBe(true);
  });
});
