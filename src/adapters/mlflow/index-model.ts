import type {
  IndexedVersion,
  ModelIndex,
  Namesake,
  Pointer,
  PointerReading,
} from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { readTaggedHistory } from './counted-entries.ts';
import { printTags } from './describe-tags.ts';
import type { MlflowVersion } from './entities.ts';
import { findUnfinished } from './find-unfinished.ts';
import { toStoredEntries } from './history-tags.ts';
import { archivedStage, findHolders, isStage, liveStages } from './holders.ts';
import type { MlflowContent } from './origin.ts';
import { compareNumbers, printVersion } from './version-number.ts';

/** A model of the server as a registry has it. Pure. @param isArriving its versions are still being listed */
export function indexModel(content: MlflowContent, isArriving = false): ModelIndex {
  const { model } = content;
  const versions = [...content.versions].sort((one, other) => compareNumbers(one.version, other.version));
  const { counted, defects } = readTaggedHistory(content);
  const usualAlias = chooseUsualAlias(content);
  const namesakes = listNamesakes(content);
  return {
    model: model.name,
    ...(usualAlias === undefined ? {} : { usualAlias }),
    described: {
      description: model.description === undefined ? undefined : makeSafeText(model.description),
      owner: undefined,
      notes: undefined,
      tags: printTags(model.tags),
    },
    versions: versions.map(indexVersion),
    pointers: listPointers(content, spokenAliases(counted)),
    ...(namesakes.length === 0 ? {} : { namesakes }),
    entries: toStoredEntries(counted),
    defects,
    foreignRollbacks: [],
    lostOperations: [],
    ...(isArriving ? { isArriving } : {}),
  };
}

function indexVersion(version: MlflowVersion): IndexedVersion {
  const { stage } = version;
  const unfinished = findUnfinished(version);
  return {
    version: printVersion(version.version),
    whole: unfinished === undefined ? 'complete' : 'incomplete',
    state: stage === undefined ? undefined : stage === archivedStage ? 'archived' : 'completed',
    ...(unfinished === undefined ? {} : { unfinished }),
  };
}

function spokenAliases(counted: ReturnType<typeof readTaggedHistory>['counted']): ReadonlySet<string> {
  return new Set(counted.flatMap(({ entry }) => entry.moves.map(({ alias }) => alias)));
}

/** The stages and aliases that are on a version, and those that the history knows of and that are on none now. */
function listPointers(content: MlflowContent, spoken: ReadonlySet<string>): readonly Pointer[] {
  const own = Object.keys(content.model.aliases).filter(alias => !isStage(alias));
  const names = [...new Set([...liveStages, ...own, ...spoken])];
  return names.flatMap((alias): readonly Pointer[] => {
    const reading = readPointer(content, alias);
    if (reading.state === 'absent' && !spoken.has(alias)) return [];
    const target = nameTarget(content.model.name, alias);
    const pointer = { alias, target, scope: 'own', reading } as const;
    return [isStage(alias) ? { ...pointer, isStage: true } : pointer];
  });
}

/** The server lets an alias have the name of a stage: who asks for that name means the stage. */
function listNamesakes({ model }: MlflowContent): readonly Namesake[] {
  return Object.entries(model.aliases)
    .filter(([alias]) => isStage(alias))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([alias, version]) => ({
      alias,
      target: nameAliasTarget(model.name, alias),
      version: printVersion(version),
    }));
}

function nameAliasTarget(model: string, alias: string): string {
  return `models:/${model}@${alias}`;
}

/** Where an alias is, for people: as MLflow's own addresses of models have it. Pure. */
export function nameTarget(model: string, alias: string): string {
  return isStage(alias) ? `models:/${model}/${alias}` : nameAliasTarget(model, alias);
}

function readPointer(content: MlflowContent, alias: string): PointerReading {
  const holders = findHolders(content, alias);
  const newest = holders.at(-1);
  if (newest === undefined) return { state: 'absent' };
  const version = printVersion(newest);
  if (!content.versions.some(each => each.version === newest)) return { state: 'dangling', text: version };
  const others = holders.slice(0, -1).map(printVersion);
  return others.length === 0 ? { state: 'names', version } : { state: 'names', version, others };
}

/**
 * The alias that is meant where none is named: the stage, where the model uses stages or has no alias; else the alias that people call
 * what is live. Undefined: as for the kind. Pure.
 */
function chooseUsualAlias({ model, versions }: MlflowContent): string | undefined {
  const usesStages = versions.some(({ stage }) => stage !== undefined && isStage(stage));
  const aliases = Object.keys(model.aliases)
    .filter(alias => !isStage(alias))
    .sort();
  const [first, ...others] = aliases;
  if (usesStages || first === undefined) return undefined;
  const named = ['production', 'champion'].flatMap(name =>
    aliases.filter(alias => alias.toLowerCase() === name),
  );
  return named[0] ?? (others.length === 0 ? first : undefined);
}
