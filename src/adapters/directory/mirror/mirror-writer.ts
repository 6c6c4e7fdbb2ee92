import type { MirrorWriter } from '../../../core/ports/mirror.ts';
import { carryPull } from './carry-pull.ts';
import { carryPush } from './carry-push.ts';
import type { ProjectContext } from './project-bucket.ts';
import type { WriteMemory } from './remember-writes.ts';
import { repairBucket } from './repair-bucket.ts';

/**
 * Changing both sides of a mirror.
 * @param settle remembers what was written
 * @see MirrorWriter
 */
export function createMirrorWriter(
  open: () => Promise<ProjectContext>,
  settle: WriteMemory['settle'],
): MirrorWriter {
  return {
    transfer: async (transfers, options = {}) => {
      const context = await open();
      try {
        const pushed = await carryPush(
          context,
          transfers.filter(({ to }) => to === 'bucket'),
          options,
        );
        const pulls = transfers.filter(({ to }) => to === 'cache');
        return pulls.length === 0 ? pushed : [...pushed, ...(await carryPull(context, pulls, options))];
      } finally {
        await settle();
      }
    },
    repair: async (options = {}) => {
      const context = await open();
      try {
        return await repairBucket(context, options);
      } finally {
        await settle();
      }
    },
  };
}
