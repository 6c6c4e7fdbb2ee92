import { NotFoundError } from '../errors/app-error.ts';
import { checkModelName } from '../names/model-name.ts';
import { splitStamp } from '../names/stamped-run.ts';
import { parseVersionName } from '../names/version-name.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { IndexedVersion, ModelIndex, RegistryIndex } from '../registry/registry-index.ts';
import { makeSafeText } from '../text/safe-text.ts';

/** The model of that name. @throws NotFoundError model-not-found, naming others; InvalidInputError invalid-name when there can be none. */
export function getModel(index: RegistryIndex, model: string): ModelIndex {
  const found = index.models.find(candidate => candidate.model === model);
  if (found) return found;
  checkModelName(model);
  const names = index.models.map(candidate => candidate.model);
  throw new NotFoundError('model-not-found', `No model is called ${makeSafeText(model, { limit: 80 })}.`, {
    hint:
      names.length === 0
        ? 'The registry has no models yet.'
        : `Models here: ${names.slice(0, 8).join(', ')}.`,
    data: { model: makeSafeText(model) },
  });
}

/**
 * The version a person means by its exact name, by `7`, `v7` or `model_v7`, or of a run by its name with the time before it.
 * @throws NotFoundError version-not-found; InvalidInputError invalid-name.
 */
export function getVersion(index: ModelIndex, text: string): IndexedVersion {
  const exact = index.versions.find(candidate => candidate.version === text);
  if (exact) return exact;
  const version = parseVersionName(index.model, text);
  const run = splitStamp(text).rest;
  const found = index.versions.find(candidate => candidate.version === version || candidate.version === run);
  if (found) return found;
  const newest = index.versions.slice(-5).map(candidate => candidate.version);
  throw new NotFoundError('version-not-found', `${index.model} has no version ${makeSafeText(version)}.`, {
    hint:
      newest.length === 0 ? 'The model has no versions yet.' : `Its newest versions: ${newest.join(', ')}.`,
    data: { model: index.model, version: makeSafeText(version) },
  });
}

/** What is live under the usual alias, else under the first one that has a version; undefined when nothing is live. Pure. */
export function findAnyLiveVersion(status: ModelStatus): string | undefined {
  const usual = findLiveVersion(status, status.usualAlias);
  if (usual !== undefined) return usual;
  const live = [...status.effective.aliases.values()].find(position => position.version !== null);
  return live?.version ?? undefined;
}

/** The version live under an alias, or undefined. What is really live: found pointers count. */
export function findLiveVersion(status: ModelStatus, alias: string): string | undefined {
  return status.effective.aliases.get(alias)?.version ?? undefined;
}
