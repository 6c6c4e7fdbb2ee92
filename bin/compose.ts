import { createHash, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createCatalogRegistry } from '../src/adapters/catalog/catalog-registry.ts';
import { createDirectoryRegistry } from '../src/adapters/directory/directory-registry.ts';
import { findCopiedBucket } from '../src/adapters/directory/mirror/find-copied-bucket.ts';
import { createResultsFolder } from '../src/adapters/evidence/open-results.ts';
import { createNodeFileSystem } from '../src/adapters/files/node-file-system.ts';
import { readSearchedText } from '../src/adapters/files/read-searched-text.ts';
import { createPolicyShelf } from '../src/adapters/policies/create-policy-shelf.ts';
import { createWeightsReader } from '../src/adapters/weights/weights-reader.ts';
import type { Deploying } from '../src/core/deployment/deploying.ts';
import type { Telling } from '../src/core/events/telling.ts';
import type { FileSystem } from '../src/core/ports/file-system.ts';
import type { Registry } from '../src/core/ports/registry.ts';
import type { RegistryKind } from '../src/core/registry/registry-index.ts';
import type { KnownSecret } from '../src/core/secrets/known-secrets.ts';
import type { Judging } from '../src/core/session/judge-version.ts';
import type { Session } from '../src/core/session/session.ts';
import type { RegistryPlace } from '../src/core/settings/judge-place.ts';
import type { Variables } from '../src/core/settings/read-environment.ts';
import type { Settings } from '../src/core/settings/settings.ts';
import { judgeWriteAccess } from '../src/core/settings/write-access.ts';
import type { SessionPurpose } from '../src/ui/command-line/host.ts';
import { tool } from './version.ts';

/** What a registry is made with beside its place. */
export type RegistryTools = {
  readonly fileSystem: FileSystem;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** How a bucket or server is asked. */
export type OutsideAccess = {
  readonly settings: Pick<Settings, 'offlineBecause' | 'tokenHosts'>;
  /** Of the process, without what a `.env` adds. */
  readonly variables: Variables;
  readonly purpose: SessionPurpose;
};

/** A place whose registry is made of files of this machine alone, and written there. */
type FilePlace = RegistryPlace & { readonly kind: Exclude<RegistryKind, 'mlflow' | 'dvc'> };

/** Every kind of registry that is made of files, and what makes one. A new kind is a line here. */
const createByKind: Readonly<
  Record<FilePlace['kind'], (place: FilePlace, tools: RegistryTools) => Registry>
> = {
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

/** A registry at a place on this machine that is made of its files. Creating it touches nothing. */
export function createRegistry(place: FilePlace, tools: RegistryTools): Registry {
  return createByKind[place.kind](place, tools);
}

/**
 * A registry of any kind, in a folder, a bucket, a working tree of git or behind a server. What speaks to what is outside is loaded for it
 * and only then; nothing is asked yet. @throws UnavailableError when the folder of the local copy cannot be made; InvalidInputError invalid-configuration
 */
export async function openPlace(place: RegistryPlace, access: OutsideAccess): Promise<Registry> {
  const tools = { fileSystem: createNodeFileSystem(), now: Date.now };
  const { kind } = place;
  if (kind === 'mlflow') {
    const { openMlflow } = await import('./open-mlflow.ts');
    return await openMlflow(place, tools, access);
  }
  if (kind === 'dvc') {
    const { openDvc } = await import('./open-dvc.ts');
    return await openDvc(place, tools, access);
  }
  if (place.bucket === undefined) return createRegistry({ ...place, kind }, tools);
  const { openBucket } = await import('./open-bucket.ts');
  return await openBucket({ ...place, bucket: place.bucket }, tools, access);
}

/** A place with what its folder says of itself: whether it is the local copy of a bucket, which is written through the bucket only. */
export async function examinePlace(place: RegistryPlace): Promise<RegistryPlace> {
  if (place.bucket !== undefined || place.server !== undefined) return place;
  return { ...place, copyOf: await findCopiedBucket(createNodeFileSystem(), place.path) };
}

/**
 * What evidence is judged with under the settings in force; relative paths start at the folder the command was given in.
 * @param feedbackPath the file that votes are read from, as FEEDBACK_FILE has it
 */
export function createJudging(
  settings: Settings,
  workingFolder: string,
  feedbackPath: string | undefined,
): Judging {
  const fileSystem = createNodeFileSystem();
  return {
    policies: createPolicyShelf({ policies: settings.policies, gates: settings.gates, workingFolder }),
    openResults: path => createResultsFolder(resolve(workingFolder, path), fileSystem),
    feedback: {
      path: feedbackPath === undefined ? undefined : resolve(workingFolder, feedbackPath),
      candidate: undefined,
      since: undefined,
    },
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
  /** As {@link createJudging} takes it. */
  readonly feedbackPath: string | undefined;
  /** undefined: nobody is told of anything. */
  readonly telling?: Telling | undefined;
  /** undefined: nothing is deployed. */
  readonly deploying?: Deploying | undefined;
  /** Of the environment; no text that is written may hold one. */
  readonly secrets?: readonly KnownSecret[] | undefined;
};

/** A session on a registry, with the real clock, for one actor under the settings in force. */
export function createSession(parts: SessionParts): Session {
  const { registry, place, settings, actor, workingFolder, feedbackPath, ...more } = parts;
  const { telling, deploying, secrets } = more;
  return {
    ...createJudging(settings, workingFolder, feedbackPath),
    registry,
    weights: createWeightsReader(),
    telling,
    deploying,
    secrets,
    readSearchedText,
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
