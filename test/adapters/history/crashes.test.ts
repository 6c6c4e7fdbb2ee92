import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { removeLeftovers } from '../../../src/adapters/history/remove-leftovers.ts';
import { verifyChain } from '../../../src/core/history/chain.ts';
import type { HistoryEntry } from '../../../src/core/history/entry.ts';
import type { FileSystem } from '../../../src/core/ports/file-system.ts';
import type { StoredEntry } from '../../../src/core/ports/history-log.ts';
import { sweepCrashes } from '../../support/crash-sweep.ts';
import { openFileHistory, withoutHardLinks } from '../../support/file-history.ts';
import { sampleChain, sampleEntry, sha256OfText } from '../../support/sample-entries.ts';

const errnos = ['ENOSPC', 'EIO'];

async function appendAll(
  root: string,
  fileSystem: FileSystem,
  entries: readonly StoredEntry[],
): Promise<void> {
  const log = openFileHistory(root, fileSystem);
  for (const { entry } of entries) await log.appendEntry(entry);
}

/** Appends the last of a chain that may be cut off anywhere; the next start asks again and must find exactly one of it. */
function sweepAppend(chain: readonly StoredEntry[], onFileSystem: (fileSystem: FileSystem) => FileSystem) {
  const last = chain.at(-1)?.entry ?? sampleEntry(1);
  return sweepCrashes({
    errnos,
    prepare: root => appendAll(root, onFileSystem(createNodeFileSystem()), chain.slice(0, -1)),
    act: (root, fileSystem) => openFileHistory(root, onFileSystem(fileSystem)).appendEntry(last),
    recover: async (root, fileSystem, aftermath) => {
      const log = openFileHistory(root, onFileSystem(fileSystem));
      const head = await log.findHeadGeneration('rag');
      expect([last.generation - 1, last.generation]).toContain(head);
      if (aftermath.isAcknowledged) expect(head).toBe(last.generation);
      const outcome = await log.appendEntry(last);
      expect(outcome.outcome).toBe(head === last.generation ? 'already-ours' : 'appended');
      await removeLeftovers(fileSystem, root, 0, () => Date.now() + 60_000);
    },
    check: async root => {
      const { entries, defects } = await openFileHistory(root).readHistory('rag');
      const verdict = verifyChain(entries, defects, undefined, sha256OfText);
      expect(verdict).toMatchObject({ verdict: 'intact', checkpoint: { count: chain.length } });
      expect(entries.at(-1)?.entry).toEqual(last);
      expect(readdirSync(join(root, '.lastgood/tmp'))).toEqual([]);
    },
  });
}

test.each([
  ['the first entry of a registry, by link', 1, (fileSystem: FileSystem) => fileSystem],
  ['the third entry of a model, by link', 3, (fileSystem: FileSystem) => fileSystem],
  ['the first entry of a registry, by folder', 1, withoutHardLinks],
  ['the third entry of a model, by folder', 3, withoutHardLinks],
])('cut off anywhere, %s is there once or not at all', async (_, length, onFileSystem) => {
  const result = await sweepAppend(sampleChain(length), onFileSystem);
  expect(result.failures).toEqual([]);
  expect(result.visited).toBeGreaterThan(40);
});

test('an entry that another model took a crash in does not disturb this one', async () => {
  const other: HistoryEntry = sampleEntry(1, { model: 'other' });
  const result = await sweepCrashes({
    prepare: root => appendAll(root, createNodeFileSystem(), sampleChain(2)),
    act: (root, fileSystem) => openFileHistory(root, fileSystem).appendEntry(other),
    recover: async () => undefined,
    check: async root => {
      const { entries, defects } = await openFileHistory(root).readHistory('rag');
      expect(verifyChain(entries, defects, undefined, sha256OfText).verdict).toBe('intact');
      expect((await openFileHistory(root).readHistory('other')).defects).toEqual([]);
    },
  });
  expect(result.failures).toEqual([]);
});
