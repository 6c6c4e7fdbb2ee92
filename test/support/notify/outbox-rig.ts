import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { createFileOutbox } from '../../../src/adapters/outbox/file-outbox.ts';
import { makePrivateFolder } from '../../../src/adapters/state/state-folder.ts';
import type { Delivery } from '../../../src/core/ports/channel.ts';
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

/** A try that came to nothing. */
export function failedDelivery(again: 'later' | 'never' | 'unknown', waitMs?: number): Delivery {
  const problem = { code: 'network-failed', message: 'mail is away.', hint: 'Wait.' } as const;
  return { outcome: 'failed', again, waitMs, problem };
}
