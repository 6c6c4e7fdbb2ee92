import { randomUUID } from 'node:crypto';
import { openObjectStore } from '../../src/adapters/bucket/open-object-store.ts';
import { createMirrorRegistry } from '../../src/adapters/directory/mirror/mirror-registry.ts';
import { createNodeFileSystem } from '../../src/adapters/files/node-file-system.ts';
import type { ObjectStore } from '../../src/core/ports/object-store.ts';
import type { Session } from '../../src/core/session/session.ts';
import { type OpenOptions, openRegistry } from './registry-rig.ts';

/** A machine with a copy of a bucket, as one process has it. */
export type Machine = {
  readonly session: Session;
  /** Folder of its copy; not there before the first read. */
  readonly root: string;
  readonly store: ObjectStore;
};

export type MachineOptions = OpenOptions & {
  /** Of a machine that was here before; another process on it. */
  readonly root?: string;
  /** No call begins another attempt later, in milliseconds. */
  readonly budgetMs?: number;
  readonly metadataMs?: number;
  /** Where in the bucket the registry is; `registry` unless told. */
  readonly prefix?: string;
  /** Wraps the bucket. */
  readonly wrap?: (store: ObjectStore) => ObjectStore;
};

/** Opens the bucket of an emulator with a copy in the folder `root`. Whoever opens it closes the store. */
export function openMachineAt(endpoint: string, root: string, options: MachineOptions = {}): Machine {
  const { createId = randomUUID, nowMs = Date.now, fileSystem = createNodeFileSystem() } = options;
  const { budgetMs = 2_000, metadataMs = 5_000, prefix = 'registry' } = options;
  const { wrap = store => store } = options;
  const store = openObjectStore({
    address: { bucket: 'bucket', prefix: `${prefix}/` },
    transport: 'sdk',
    variables: { STORAGE_EMULATOR_HOST: endpoint },
    budgetMs,
    limits: { metadataMs, transferMs: metadataMs, leastBytesPerSecond: 1024 * 1024 },
  });
  const registry = createMirrorRegistry({
    root,
    name: 'test',
    url: `gs://bucket/${prefix}`,
    store: wrap(store),
    fileSystem,
    createId,
    now: nowMs,
    tool: 'lastgood test',
  });
  return { session: { ...openRegistry(root, options), registry }, root, store };
}
