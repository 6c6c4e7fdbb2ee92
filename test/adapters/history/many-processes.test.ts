import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { verifyChain } from '../../../src/core/history/chain.ts';
import { bundleProcess } from '../../support/bundle-process.ts';
import { openFileHistory } from '../../support/file-history.ts';
import { sha256OfText } from '../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const runFile = promisify(execFile);
const writerSource = fileURLToPath(new URL('../../support/append-process.ts', import.meta.url));

test('eight processes of 100 appends each leave 800 entries in an intact chain', async () => {
  const root = createTemporaryFolder();
  const writer = await bundleProcess(writerSource);
  const names = Array.from({ length: 8 }, (_, index) => `writer-${index}`);
  const runs = await Promise.all(names.map(name => runFile(process.execPath, [writer, root, name, '100'])));
  const lost = runs.reduce((sum, run) => sum + (JSON.parse(run.stdout) as { lost: number }).lost, 0);

  const read = await openFileHistory(root).readHistory('rag');
  expect(read.defects).toEqual([]);
  expect(verifyChain(read.entries, read.defects, undefined, sha256OfText)).toMatchObject({
    verdict: 'intact',
    checkpoint: { count: 800 },
  });
  for (const name of names) {
    expect(read.entries.filter(stored => stored.entry.actor === name)).toHaveLength(100);
  }
  expect(lost, 'the writers were really at it at once').toBeGreaterThan(0);
});
