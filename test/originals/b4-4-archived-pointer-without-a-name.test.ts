import { expect, test } from 'vitest';
import { createDvcTree, folderMd5, formatDvcFile, openDvcTree } from '../support/dvc/dvc-tree.ts';

// switch_stable.ps1 moves the old pointer to stable/archive/<family>/<minute>.dvc: nothing in it says which run it is of, and the
// path in it now names a folder that was never there.

const archived = 'models/hf/stable/archive/qwen/2025-07-30T16-23.dvc';
const pointer = (text: string, path: string): string =>
  formatDvcFile({ md5: folderMd5(text), size: 10, nfiles: 1, hash: 'md5', path });

test('B4.4: an archived pointer without a run is known by its digest, and keeps what it names', async () => {
  const root = createDvcTree({
    'models/hf/wip/qwen/run-1.dvc': pointer('one', 'run-1'),
    'models/hf/stable/qwen.dvc': pointer('two', 'qwen'),
    [archived]: pointer('one', 'qwen'),
  });
  const { reader } = openDvcTree(root);
  const [version] = await reader.loadVersions('qwen', ['run-1'], 'listing');
  const told = version?.whole === 'complete' ? version.record.particulars : [];
  expect(told.find(([label]) => label === 'archived')?.[1]).toContain(`${archived}: md5 ${folderMd5('one')}`);
  expect((await reader.loadIndex()).models).toHaveLength(1);
});
