import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { verifyChain } from '../../../src/core/history/chain.ts';
import { bundleProcess } from '../../support/bundle-process.ts';
import { openFileHistory } from '../../support/file-history.ts';
import { isWholeProof } from '../../support/proof-size.ts';
import { sha256OfText } from '../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const runFile = promisify(execFile);
const writerSource = fileURLToPath(new URL('../../support/append-process.ts', import.meta.url));

/** `npm test` appends fewer: each reads the history anew. */
const appends = isWholeProof ? 100 : 40;

test(`eight processes of ${appends} appends each leave all of them in an intact chain`, async () => {
  const root = createTemporaryFolder();
  const writer = await bundleProcess(writerSource);
  const names = Array.from({ length: 8 }, (_, index) => `writer-${index}`);
  const runs = await Promise.all(
    names.map(name => runFile(process.execPath, [writer, root, name, String(appends)])),
  );
  const lost = runs.reduce((sum, run) => sum + (JSON.parse(run.stdout) as { lost: number }).lost, 0);

  const read = await openFileHistory(root).readHistory('rag');
  expect(read.defects).toEqual([]);
  expect(verifyChain(read.entries, read.defects, undefined, sha256OfText)).toMatchObject({
    verdict: 'intact',
    checkpoint: { count: 8 * appends },
  });
  for (const name of names) {
    expect(read.entries.filter(stored => stored.entry.actor === name)).toHaveLength(appends);
  }
  expect(lost, 'the writers were really at it at once').toBeGreaterThan(0);
});
