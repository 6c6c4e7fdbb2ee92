import { createHash, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createDirectoryRegistry } from '../src/adapters/directory/directory-registry.ts';
import { createResultsFolder } from '../src/adapters/evidence/open-results.ts';
import { createNodeFileSystem } from '../src/adapters/files/node-file-system.ts';
import { createPolicyShelf } from '../src/adapters/policies/create-policy-shelf.ts';
import type { FileSystem } from '../src/core/ports/file-system.ts';
import type { Registry } from '../src/core/ports/registry.ts';
import type { RegistryKind } from '../src/core/registry/registry-index.ts';
import type { Judging } from '../src/core/session/judge-version.ts';
import type { Session } from '../src/core/session/session.ts';
import type { RegistryPlace } from '../src/core/settings/judge-place.ts';
import type { Settings } from '../src/core/settings/settings.ts';
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
  };

/** A registry of any kind. Creating it touches nothing. */
export function createRegistry(place: RegistryPlace, tools: RegistryTools): Registry {
  return createByKind[place.kind](place, tools);
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

/** A session on a place, with the real clock and disk, for one actor under the settings in force. */
export function createSession(
  place: RegistryPlace,
  settings: Settings,
  actor: string,
  workingFolder: string,
): Session {
  return {
    ...createJudging(settings, workingFolder),
    registry: createRegistry(place, { fileSystem: createNodeFileSystem(), now: Date.now }),
    actor,
    protection: {
      protectedAliases: settings.protectedAliases,
      registryPrefix: settings.registries.length > 1 ? place.name : undefined,
    },
    createId: randomUUID,
    sha256: text => createHash('sha256').update(text).digest('hex'),
  };
}
