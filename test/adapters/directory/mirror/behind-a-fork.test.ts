import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installObject } from '../../../../src/adapters/directory/mirror/install-object.ts';
import type { HistoryEntry } from '../../../../src/core/history/entry.ts';
import { formatHistoryEntry } from '../../../../src/core/history/parse-entry.ts';
import { sampleChain } from '../../../support/sample-entries.ts';
import { brief, type MirrorRig, openMirror, put } from './mirror-rig.ts';

function entryName(generation: number): string {
  return `.lastgood/history/rag/${String(generation).padStart(8, '0')}.json`;
}

function writeHere(rig: MirrorRig, length: number, change: Partial<HistoryEntry>): void {
  mkdirSync(join(rig.root, '.lastgood/history/rag'), { recursive: true });
  for (const { entry } of sampleChain(length, change))
    writeFileSync(join(rig.root, entryName(entry.generation)), formatHistoryEntry(entry));
}

function putChain(rig: MirrorRig, length: number): void {
  for (const { entry } of sampleChain(length))
    put(rig.emulator, entryName(entry.generation), formatHistoryEntry(entry));
}

test.each([
  ['directly behind it', 2, 3],
  ['several, with a gap between', 1, 5],
])('entries behind a fork stay in the bucket: %s', async (_, here, inBucket) => {
  const rig = await openMirror();
  writeHere(rig, here, { actor: 'bob@example.com' });
  putChain(rig, inBucket);
  const names = readdirSync(join(rig.root, '.lastgood/history/rag'));
  for (let time = 1; time <= 2; time += 1) {
    const { differences } = await rig.mirror.refresh();
    expect(brief(differences)).toContain('history-forked .lastgood/history/rag');
    expect(readdirSync(join(rig.root, '.lastgood/history/rag'))).toEqual(names);
  }
});

test('an entry is not put behind another one than it was written after', async () => {
  const rig = await openMirror();
  writeHere(rig, 2, { actor: 'bob@example.com' });
  const third = sampleChain(3)[2];
  const bytes = new TextEncoder().encode(third && formatHistoryEntry(third.entry));
  const facts = {
    name: entryName(3),
    generation: '1',
    sizeBytes: bytes.length,
    md5: undefined,
    metadata: {},
  };
  expect(await installObject(rig.context, { ...facts, crc32c: undefined, updatedAt: '' }, bytes)).toBe(
    'changed-here',
  );
  expect(existsSync(join(rig.root, entryName(3)))).toBe(false);
});
