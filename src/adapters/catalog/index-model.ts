import { compareVersionNames, sortByVersionName } from '../../core/names/version-name.ts';
import type { HistoryRead } from '../../core/ports/history-log.ts';
import { defaultAliasOf } from '../../core/registry/default-alias.ts';
import type {
  IndexedVersion,
  ModelDescription,
  ModelIndex,
  Pointer,
  PointerReading,
} from '../../core/registry/registry-index.ts';
import type { JsonObject } from '../files/read-json.ts';
import type { CatalogModel, CatalogRow, CatalogShape, ForeignPointer } from './catalog-content.ts';
import { readText, readTexts, readTime } from './row-fields.ts';
import { readRowState } from './row-state.ts';

/** What is known of a model. */
export type ModelParts = {
  readonly model: string;
  /** Name of the file of models, for people. */
  readonly target: string;
  readonly shape: CatalogShape;
  /** Undefined where the file does not have it. */
  readonly found: CatalogModel | undefined;
  readonly foreign: readonly ForeignPointer[];
  /** Versions with a record of ours, in no order. */
  readonly recorded: readonly string[];
  /** Versions that the file had and has no more; undefined: the model is as it was. */
  readonly missing?: readonly string[] | undefined;
  /** The file is gone: `found` is what it said before lastgood last wrote it. */
  readonly isRemoved?: boolean;
  readonly history: HistoryRead;
  /** Why the file cannot be read: `found` is what it said before. */
  readonly problem: string | undefined;
};

/** The one alias of a catalogue. */
const alias = defaultAliasOf('catalog');

/** One model as it stands in the file, with what we registered and the file has lost. Pure. */
export function indexModel(parts: ModelParts): ModelIndex {
  const { model, shape, found, history } = parts;
  const rows: ReadonlyMap<string, CatalogRow> = found?.rows ?? new Map();
  const missing = findForeignMissing(parts);
  const lost = parts.recorded.filter(version => !rows.has(version)).sort(compareVersionNames);
  const deployed: string[] = [];
  const versions: IndexedVersion[] = [];
  const unsaid: string[] = [];
  for (const { version, fields } of rows.values()) {
    const { state, isDeployed } = readRowState(shape, fields);
    if (isDeployed) deployed.push(version);
    const saidLiveAt = isDeployed ? undefined : readTime(fields, 'deployed_at', unsaid);
    versions.push({ version, whole: 'complete', state, saidLiveAt });
  }
  // S2 has no other state for what was just registered, and nobody wrote another one into the file.
  for (const version of lost) versions.push({ version, whole: 'complete', state: 'draft' });
  return {
    model,
    described: found === undefined ? undefined : describeModel(found.metadata),
    versions: sortByVersionName(versions, each => each.version),
    pointers: listPointers(parts, deployed),
    entries: history.entries,
    defects: history.defects,
    foreignRollbacks: [],
    lostOperations: [],
    ...(missing === undefined ? {} : { missingVersions: missing }),
    ...(lost.length === 0 || parts.problem !== undefined ? {} : { lostVersions: lost }),
  };
}

/** Those with a record of ours come back by themselves. */
function findForeignMissing({ missing, recorded, found }: ModelParts): readonly string[] | undefined {
  const others = missing?.filter(version => !recorded.includes(version)) ?? [];
  const isModelGone = missing?.length === 0 && found === undefined;
  return others.length > 0 || isModelGone ? others : undefined;
}

/** What the file says is deployed; of a file that cannot be read, that it says nothing. */
function listPointers(parts: ModelParts, deployed: string[]): readonly Pointer[] {
  const { target, problem, foreign, history } = parts;
  const others = foreign.map(
    (pointer): Pointer => ({
      alias: pointer.alias,
      target,
      scope: 'own',
      reading: { state: 'names', version: pointer.version },
    }),
  );
  if (problem !== undefined) {
    const reading: PointerReading = { state: 'unusable', problem, blocking: true };
    return [{ alias, target, scope: 'own', reading }];
  }
  const isMoved = history.entries.some(({ entry }) => entry.moves.some(move => move.alias === alias));
  if (deployed.length === 0 && !isMoved) return others;
  // The history is newer than what is left of the file.
  if (parts.isRemoved && isMoved) return [{ alias, target, scope: 'own', reading: { state: 'absent' } }];
  return [{ alias, target, scope: 'own', reading: readDeployed(deployed) }, ...others];
}

function readDeployed(deployed: string[]): PointerReading {
  const sorted = deployed.sort(compareVersionNames);
  const version = sorted.at(-1);
  if (version === undefined) return { state: 'absent' };
  return sorted.length === 1
    ? { state: 'names', version }
    : { state: 'names', version, others: sorted.slice(0, -1) };
}

/** What the file says of the model; what has a wrong type is as if it were not there. */
function describeModel(metadata: JsonObject): ModelDescription {
  const unsaid: string[] = [];
  return {
    description: readText(metadata, 'description', unsaid),
    owner: readText(metadata, 'owner', unsaid),
    notes: readText(metadata, 'notes', unsaid),
    tags: readTexts(metadata['tags'], 'tags', unsaid),
  };
}
