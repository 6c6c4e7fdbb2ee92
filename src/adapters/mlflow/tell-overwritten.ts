import type { HistoryEntry, Move } from '../../core/history/entry.ts';
import { readTaggedHistory } from './counted-entries.ts';
import type { TaggedEntry } from './history-tags.ts';
import { archivedStage, describeHolders, isInPlace, isStage } from './holders.ts';
import type { MlflowContent } from './origin.ts';
import { printVersion } from './version-number.ts';

/**
 * What others did while an entry was carried out, in sentences: MLflow takes the word of whoever comes last. Pure.
 * @param before the model right before, `after` right after
 * @param isAtIt whether somebody is still at what was announced; what nothing came of moved nothing
 */
export function tellOverwritten(
  entry: HistoryEntry,
  before: MlflowContent,
  after: MlflowContent,
  isAtIt: (announced: TaggedEntry) => boolean,
): readonly string[] {
  return [
    ...entry.moves.flatMap(move => [
      ...tellArchived(move, before, after),
      ...tellMovedOn(entry, move, after),
    ]),
    ...tellTies(entry, after, isAtIt),
  ];
}

/** What the server shows archived, and changed since the last look, somebody may have moved there meanwhile. */
function tellArchived({ alias, to }: Move, before: MlflowContent, after: MlflowContent): readonly string[] {
  if (!isStage(alias) || to === null) return [];
  const known = new Map(before.versions.map(each => [each.version, each]));
  return after.versions
    .filter(({ version, stage, updatedAt }) => {
      const was = known.get(version);
      const isChanged = was?.stage !== stage || (updatedAt ?? 0) > (was?.updatedAt ?? 0);
      return stage === archivedStage && was?.stage !== alias && isChanged && printVersion(version) !== to;
    })
    .map(
      ({ version }) =>
        `Another program changed ${printVersion(version)} at the same moment, and it is archived now: if it had been moved to ${alias}, this move has overwritten that.`,
    );
}

function tellMovedOn({ model }: HistoryEntry, move: Move, after: MlflowContent): readonly string[] {
  if (isInPlace(after, move)) return [];
  const { alias, to } = move;
  const now = describeHolders(after, alias);
  return [
    `Another program moved ${alias} of ${model} right after: it is ${now} now, not ${to ?? 'nothing'}.`,
  ];
}

function tellTies(
  entry: HistoryEntry,
  after: MlflowContent,
  isAtIt: (announced: TaggedEntry) => boolean,
): readonly string[] {
  const aliases = new Set(entry.moves.map(({ alias }) => alias));
  const { counted, announced } = readTaggedHistory(after);
  return [...counted, ...announced.filter(isAtIt)]
    .filter(
      ({ entry: other }) =>
        other.generation >= entry.generation &&
        other.operationId !== entry.operationId &&
        other.moves.some(({ alias }) => aliases.has(alias)),
    )
    .map(({ entry: { actor, moves } }) => {
      const moved = moves.map(({ alias, to }) => `${alias} to ${to ?? 'nothing'}`).join(', ');
      return `${actor} moved ${moved} at the same time; which came first is not known.`;
    });
}
