import { expect, test } from 'vitest';
import {
  createDvcTree,
  folderMd5,
  formatDvcFile,
  formatMergeLock,
  openDvcTree,
} from '../support/dvc/dvc-tree.ts';

// The document and the training script write wip/<family>/<time>-<run>; the pipeline reads wip/<family>/<run> and makes <run>_merged.

test('B4.8: a run with a time before its name and what the pipeline made of it are one version', async () => {
  const wip = 'models/hf/wip/qwen/2025-07-30T16-23-run-002.dvc';
  const root = createDvcTree({
    [wip]: formatDvcFile({ md5: folderMd5('two'), hash: 'md5', path: '2025-07-30T16-23-run-002' }),
    'dvc.lock': formatMergeLock('qwen', 'run-002', folderMd5('two merged')),
  });
  const { models } = await openDvcTree(root).reader.loadIndex();
  expect(models.map(({ versions }) => versions)).toEqual([[{ version: 'run-002', whole: 'complete' }]]);
  const candidate = models[0]?.pointers.find(({ alias }) => alias === 'candidate');
  expect(candidate?.reading).toEqual({ state: 'names', version: 'run-002' });
});
