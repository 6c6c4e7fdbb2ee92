import { createHash } from 'node:crypto';
import type { EventKind } from '../../../core/events/event.ts';
import { describeTrackedRun } from '../../../core/events/tracked-run.ts';
import type { Channel } from '../../../core/ports/channel.ts';
import { createWandbAsk, type WandbAccess } from './ask-wandb.ts';
import { examineWandb } from './examine-wandb.ts';
import type { WandbProject } from './run-requests.ts';
import { writeRun } from './write-run.ts';

/** A project of W&B in which every event is a run. */
export type WandbOptions = WandbAccess &
  WandbProject & { readonly name: string; readonly kinds: ReadonlySet<EventKind> };

/** A channel that keeps each event as a run. The name of the run follows from the event: told again it is the same run. */
export function createWandbChannel(options: WandbOptions): Channel {
  const { name, kinds, api, tool } = options;
  const ask = createWandbAsk(options);
  return {
    ...{ name, kinds, use: 'tracking' },
    deliver: async (event, { signal }) =>
      await writeRun(describeTrackedRun(event, sha256), { ask, project: options, api, tool, signal }),
    examine: signal => examineWandb(ask, options, signal),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
