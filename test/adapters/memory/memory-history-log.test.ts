import { createMemoryHistoryLog } from '../../../src/adapters/memory/memory-history-log.ts';
import { describeHistoryLog } from '../../contracts/history-log.ts';
import { sha256OfText } from '../../support/sample-entries.ts';

describeHistoryLog('in memory', {
  open: async writers => {
    const log = createMemoryHistoryLog({ sha256: sha256OfText });
    return Array.from({ length: writers }, () => log);
  },
  openWithDefects: async defects =>
    createMemoryHistoryLog({ sha256: sha256OfText, defects: new Map([['rag', defects]]) }),
});
