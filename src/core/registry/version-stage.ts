import { InvalidInputError } from '../errors/app-error.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { ModelStatus } from './model-status.ts';

/** MLflow's four stages. A version is in one of them. */
export const versionStages = ['None', 'Staging', 'Production', 'Archived'] as const;
export type VersionStage = (typeof versionStages)[number];

/** Whether an alias is a stage that a version can be live in, also where nothing is in it. Pure. */
export function isLiveStage(alias: string): boolean {
  return alias === 'Staging' || alias === 'Production';
}

/** A stage as typed; capitals do not count, as on MLflow's server. @throws InvalidInputError usage, naming the four */
export function parseStage(text: string): VersionStage {
  const found = versionStages.find(stage => stage.toLowerCase() === text.trim().toLowerCase());
  if (found !== undefined) return found;
  const shown = JSON.stringify(makeSafeText(text, { limit: 40 }));
  throw new InvalidInputError('usage', `${shown} is no stage. There are ${versionStages.join(', ')}.`, {
    hint: 'An alias of MLflow, such as champion, is moved with lastgood promote --to.',
  });
}

/** The stage of a version, as the server shows it. Pure. */
export function findStage({ index }: Pick<ModelStatus, 'index'>, version: string): VersionStage {
  for (const { isStage, alias, reading } of index.pointers) {
    if (isStage !== true || reading.state !== 'names') continue;
    if (reading.version !== version && reading.others?.includes(version) !== true) continue;
    const stage = versionStages.find(each => each === alias);
    if (stage !== undefined) return stage;
  }
  const indexed = index.versions.find(each => each.version === version);
  return indexed?.state === 'archived' ? 'Archived' : 'None';
}
