import { randomUUID } from 'node:crypto';
import { formatEntryTarget } from '../../../../src/adapters/dvc/write/own-files.ts';
import type { HistoryLog } from '../../../../src/core/ports/history-log.ts';
import { describeHistoryLog } from '../../../contracts/history-log.ts';
import { makeDvcRepository, runGit, writeBelow } from '../../../support/dvc-repository.ts';
import { openDvc } from '../../../support/dvc-rig.ts';
import { sampleEntry } from '../../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

/** One working tree, since who is first on several is what the remote decides. */
async function openLogs(folder: string, root: string, writers: number): Promise<readonly HistoryLog[]> {
  const logs: HistoryLog[] = [];
  for (let count = 0; count < writers; count += 1) {
    const { writer } = openDvc(folder, root, { push: 'none', createId: randomUUID }).registry;
    await writer.initialise();
    logs.push(writer.history);
  }
  return logs;
}

describeHistoryLog('commits of git', {
  open: async writers => {
    const folder = createTemporaryFolder();
    return await openLogs(folder, makeDvcRepository(folder), writers);
  },
  openWithDefects: async defects => {
    const folder = createTemporaryFolder();
    const root = makeDvcRepository(folder);
    for (const { generation, fault } of defects) {
      const newer = JSON.stringify({ ...sampleEntry(generation), format: 99 });
      writeBelow(root, formatEntryTarget('rag', generation), fault === 'too-new' ? newer : '{"torn": ');
    }
    runGit(folder, root, 'add', '-A');
    runGit(folder, root, 'commit', '-q', '-m', 'defects');
    const [log] = await openLogs(folder, root, 1);
    if (log === undefined) throw new Error('the rig opened nothing');
    return log;
  },
});
