import type { PublishSetting } from '../../../src/core/publish/publication-wish.ts';
import {
  createPublishingMachine,
  openDesk,
  type PublishingMachine,
} from '../../support/hub/publishing-machine.ts';
import { createMemoryJournal, type MemoryJournal } from '../../support/memory-journal.ts';
import type { Run } from './command-line.ts';

/** A machine that deploys: with a journal that lasts from command to command. */
export type DeployingMachine = PublishingMachine & {
  readonly journal: MemoryJournal;
  readonly deploy: (...argv: readonly string[]) => Promise<Run>;
};

/** Creates one with v1 of tiny-llm registered, and live nowhere. */
export async function createMachine(settings: readonly PublishSetting[] = []): Promise<DeployingMachine> {
  const machine = await createPublishingMachine();
  const journal = createMemoryJournal();
  const deploy: DeployingMachine['deploy'] = (...argv) =>
    machine.runWith({ journal, desk: openDesk(machine.hub, settings) }, 'deploy', ...argv);
  return { ...machine, journal, deploy };
}
