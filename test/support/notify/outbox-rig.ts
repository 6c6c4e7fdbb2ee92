import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { createFileOutbox } from '../../../src/adapters/outbox/file-outbox.ts';
import { makePrivateFolder } from '../../../src/adapters/state/state-folder.ts';
import { type EventKind, eventKinds, type RegistryEvent } from '../../../src/core/events/event.ts';
import type { Telling } from '../../../src/core/events/telling.ts';
import type { Channel, Delivery } from '../../../src/core/ports/channel.ts';
import type { FileSystem } from '../../../src/core/ports/file-system.ts';
import type { Outbox } from '../../../src/core/ports/outbox.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';

/** An outbox in a folder, as one process has it. */
export function openOutbox(
  folder = join(createTemporaryFolder(), 'outbox'),
  fileSystem: FileSystem = createNodeFileSystem(),
): Outbox {
  const makeFolder = () => makePrivateFolder(folder);
  return createFileOutbox({ fileSystem, folder, makeFolder, createId: randomUUID, now: Date.now });
}

/** A channel that remembers what it was told, and answers as a test wants it to. */
export type ScriptedChannel = Channel & {
  readonly told: readonly RegistryEvent[];
  /** Whether it was asked for what may have arrived, by telling. */
  readonly asked: readonly boolean[];
  /** What becomes of the next tellings, one each; then they are delivered. */
  readonly answerNext: (...deliveries: readonly Delivery[]) => void;
};

export function createScriptedChannel(
  name = 'mail',
  kinds: Iterable<EventKind> = eventKinds,
): ScriptedChannel {
  const told: RegistryEvent[] = [];
  const asked: boolean[] = [];
  const answers: Delivery[] = [];
  return {
    ...{ name, use: 'notification', kinds: new Set(kinds), told, asked },
    answerNext: (...deliveries) => void answers.push(...deliveries),
    deliver: async (event, { mayHaveArrived }) => {
      told.push(event);
      asked.push(mayHaveArrived);
      return answers.shift() ?? { outcome: 'delivered', reference: null };
    },
    examine: async () => ({ name, place: null, state: 'ready', identity: null, may: [], missing: [] }),
  };
}

/** A try that came to nothing. */
export function failedDelivery(again: 'later' | 'never' | 'unknown', waitMs?: number): Delivery {
  const problem = { code: 'network-failed', message: 'mail is away.', hint: 'Wait.' } as const;
  return { outcome: 'failed', again, waitMs, problem };
}

/** Telling by some channels, through an outbox of its own unless told. */
export function tellingBy(channels: readonly Channel[], change: Partial<Telling> = {}): Telling {
  return { outbox: openOutbox(), channels, unready: [], keptBecause: undefined, ...change };
}
