import type { HistoryLog } from '../../../../src/core/ports/history-log.ts';
import { describeHistoryLog } from '../../../contracts/history-log.ts';
import { openEmulator } from '../../../support/gcs/emulator-rig.ts';
import { openMachine } from '../../../support/mirror-machines.ts';
import { put } from './mirror-rig.ts';

describeHistoryLog('bucket', {
  open: async writers => {
    const emulator = await openEmulator();
    return await Promise.all(
      Array.from({ length: writers }, async (): Promise<HistoryLog> => {
        const { writer } = openMachine(emulator).session.registry;
        await writer.initialise();
        return writer.history;
      }),
    );
  },
  openWithDefects: async defects => {
    const emulator = await openEmulator();
    for (const { generation, fault } of defects) {
      const name = `.lastgood/history/rag/${String(generation).padStart(8, '0')}.json`;
      put(emulator, name, fault === 'too-new' ? '{"format":4}' : '{"torn', 'plain');
    }
    const { writer } = openMachine(emulator).session.registry;
    await writer.initialise();
    await writer.catchUp();
    return writer.history;
  },
});
