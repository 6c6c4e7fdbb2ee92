import { createHash, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createCatalogRegistry } from '../src/adapters/catalog/catalog-registry.ts';
import { createDirectoryRegistry } from '../src/adapters/directory/directory-registry.ts';
import { findCopiedBucket } from '../src/adapters/directory/mirror/find-copied-bucket.ts';
import { createResultsFolder } from '../src/adapters/evidence/open-results.ts';
import { createNodeFileSystem } from '../src/adapters/files/node-file-system.ts';
import { createPolicyShelf } from '../src/adapters/policies/create-policy-shelf.ts';
import { createWeightsReader } from '../src/adapters/weights/weights-reader.ts';
import type { FileSystem } from '../src/core/ports/file-system.ts';
import type { Registry } from '../src/core/ports/registry.ts';
import type { RegistryKind } from '../src/core/registry/registry-index.ts';
import type { Judging } from '../src/core/session/judge-version.ts';
import type { Session } from '../src/core/session/session.ts';
import type { RegistryPlace } from '../src/core/settings/judge-place.ts';
import type { Settings } from '../src/core/settings/settings.ts';
import { judgeWriteAccess } from '../src/core/settings/write-access.ts';
import type { BucketAccess } from './open-bucket.ts';
import { tool } from './version.ts';

/** What a registry is made with beside its place. */
export type RegistryTools = {
  readonly fileSystem: FileSystem;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** Every kind of registry, and what makes one. A new kind is a line here. */
const createByKind: Readonly<Record<RegistryKind, (place: RegistryPlace, tools: RegistryTools) => Registry>> =
  {
    directory: ({ path, name, isMissing }, { fileSystem, now }) =>
      createDirectoryRegistry({
        ...{ root: path, name, fileSystem, createId: randomUUID, now, tool },
        missingRoot: isMissing ? 'empty' : 'refused',
      }),
    catalog: ({ path, lineage, name, namedBy, isMissing }, { fileSystem, now }) =>
      createCatalogRegistry({
        ...{ path, lineagePath: lineage, name, fileSystem, createId: randomUUID, now, tool },
        missingFile: isMissing ? 'empty' : 'refused',
        namedBy,
      }),
  };

/** A registry of any kind at a place on this machine. Creating it touches nothing. */
export function createRegistry(place: RegistryPlace, tools: RegistryTools): Registry {
  return createByKind[place.kind](place, tools);
}

/**
 * A registry of any kind, in a folder or in a bucket. What speaks to a bucket is loaded for one, and only then; the bucket is not
 * asked yet. @throws UnavailableError when the folder of the local copy cannot be made; InvalidInputError invalid-configuration
 */
export async function openPlace(place: RegistryPlace, access: BucketAccess): Promise<Registry> {
  const tools = { fileSystem: createNodeFileSystem(), now: Date.now };
  if (place.bucket === undefined) return createRegistry(place, tools);
  const { openBucket } = await import('./open-bucket.ts');
  return await openBucket({ ...place, bucket: place.bucket }, tools, access);
}

/** A place with what its folder says of itself: whether it is the local copy of a bucket, which is written through the bucket only. */
export async function examinePlace(place: RegistryPlace): Promise<RegistryPlace> {
  if (place.bucket !== undefined) return place;
  return { ...place, copyOf: await findCopiedBucket(createNodeFileSystem(), place.path) };
}

/** What evidence is judged with under the settings in force; relative paths start at the folder the command was given in. */
export function createJudging(settings: Settings, workingFolder: string): Judging {
  const fileSystem = createNodeFileSystem();
  return {
    policies: createPolicyShelf({ policies: settings.policies, gates: settings.gates, workingFolder }),
    openResults: path => createResultsFolder(resolve(workingFolder, path), fileSystem),
    now: () => new Date().toISOString(),
    tool,
    writes: settings.writes,
  };
}

/** What a session is made of. */
export type SessionParts = {
  readonly registry: Registry;
  readonly place: RegistryPlace;
  readonly settings: Settings;
  readonly actor: string;
  /** Absolute. */
  readonly workingFolder: string;
};

/** A session on a registry, with the real clock, for one actor under the settings in force. */
export function createSession({ registry, place, settings, actor, workingFolder }: SessionParts): Session {
  return {
    ...createJudging(settings, workingFolder),
    registry,
    weights: createWeightsReader(),
    actor,
    writes: judgeWriteAccess(settings, place),
    protection: {
      protectedAliases: settings.protectedAliases,
      registryPrefix: settings.registries.length > 1 ? place.name : undefined,
    },
    createId: randomUUID,
    sha256: text => createHash('sha256').update(text).digest('hex'),
  };
}
