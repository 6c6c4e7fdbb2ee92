import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openObjectStore } from '../../../../src/adapters/bucket/open-object-store.ts';
import {
  createDirectoryRegistry,
  openDirectoryContext,
} from '../../../../src/adapters/directory/directory-registry.ts';
import type { MirrorContext } from '../../../../src/adapters/directory/mirror/mirror-context.ts';
import { createMirrorReader } from '../../../../src/adapters/directory/mirror/mirror-reader.ts';
import { openSeenObjects } from '../../../../src/adapters/directory/mirror/open-seen-objects.ts';
import { packBody } from '../../../../src/adapters/directory/mirror/packed-body.ts';
import { createNodeFileSystem } from '../../../../src/adapters/files/node-file-system.ts';
import type { Difference } from '../../../../src/core/mirror/difference.ts';
import type { FileSystem } from '../../../../src/core/ports/file-system.ts';
import type { Mirror } from '../../../../src/core/ports/mirror.ts';
import type { RegistryReader } from '../../../../src/core/ports/registry.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import { openEmulator } from '../../../support/gcs/emulator-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

/** A machine with a copy of a bucket. */
export type MirrorRig = {
  readonly emulator: Emulator;
  /** Folder of the copy; not there before the first read. */
  readonly root: string;
  readonly context: MirrorContext;
  readonly mirror: Mirror;
  /** Reads the copy as any directory registry is read. */
  readonly reader: RegistryReader;
};

export type MirrorRigOptions = {
  readonly emulator?: Emulator;
  readonly root?: string;
  /** Wraps the file system of the copy. */
  readonly wrap?: (inner: FileSystem, root: string) => FileSystem;
  /** No call begins another attempt later, in milliseconds. */
  readonly budgetMs?: number;
  readonly metadataMs?: number;
  readonly now?: () => number;
};

const url = 'gs://bucket/registry';

/** A fresh machine; with `root` one that was here before. */
export async function openMirror(options: MirrorRigOptions = {}): Promise<MirrorRig> {
  const emulator = options.emulator ?? (await openEmulator());
  const root = options.root ?? join(createTemporaryFolder(), 'cache', 'registry');
  const { budgetMs = 200, metadataMs = 5_000, now = Date.now, wrap = inner => inner } = options;
  const common = {
    root,
    missingRoot: 'empty' as const,
    name: 'test',
    fileSystem: wrap(createNodeFileSystem(), root),
    createId: randomUUID,
    now,
    tool: 'lastgood test',
  };
  const cache = openDirectoryContext(common);
  const store = openObjectStore({
    address: { bucket: 'bucket', prefix: 'registry/' },
    transport: 'sdk',
    variables: { STORAGE_EMULATOR_HOST: emulator.httpEndpoint },
    budgetMs,
    limits: { metadataMs, transferMs: metadataMs, leastBytesPerSecond: 1024 * 1024 },
  });
  onTestFinished(() => store.close());
  const context: MirrorContext = { cache, store, seen: await openSeenObjects(cache, url), url };
  return {
    emulator,
    root,
    context,
    mirror: createMirrorReader({ url, root, open: async () => context }),
    reader: createDirectoryRegistry(common).reader,
  };
}

/** Puts an object below the prefix, behind everybody's back. `packed`: as lastgood writes it. */
export function put(
  emulator: Emulator,
  name: string,
  body: string | Uint8Array,
  how: 'packed' | 'plain' = 'packed',
): void {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  emulator.putObject('bucket', `registry/${name}`, bytes, how === 'packed' ? packBody(bytes) : {});
}

/** Puts all files of a registry folder into the bucket, links left out as S0's copying tool leaves them out. */
export function putFolder(emulator: Emulator, folder: string, how: 'packed' | 'plain'): void {
  for (const name of listFiles(folder)) put(emulator, name, readFileSync(join(folder, name)), how);
}

/** Names of the regular files in a folder, sorted, with `/`; links are not followed. */
export function listFiles(folder: string, below = ''): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap(entry => {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return listFiles(folder, name);
      return entry.isFile() ? [name] : [];
    })
    .sort();
}

/** Files of a copy that the bucket has too: what is ours only is left out. */
export function listCopied(root: string): readonly string[] {
  return listFiles(root).filter(name => !/^\.lastgood\/(mirror|registry|tmp)/.test(name));
}

/** Metadata of a version as S0 writes it, short. */
export function sampleMetadata(model: string, version: string, groundedness = 4): string {
  const evaluation = { groundedness, answer_relevance: 4, factual_correctness: 4, latency_avg_ms: 900 };
  return JSON.stringify({ model_name: model, version, timestamp: '2026-11-20T16:15:05+00:00', evaluation });
}

/** Kinds and names, sorted. */
export function brief(differences: readonly Difference[]): readonly string[] {
  return differences.map(({ kind, name }) => `${kind} ${name}`).sort();
}

/** Kinds of the requests so far, counted. */
export function countRequests(emulator: Emulator): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of emulator.requests) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
