import type { HistoryEntry, Move } from '../../core/history/entry.ts';
import { readTaggedHistory } from './counted-entries.ts';
import { archivedStage, describeHolders, isInPlace, isStage } from './holders.ts';
import type { MlflowContent } from './origin.ts';
import { printVersion } from './version-number.ts';

/**
 * What others did while an entry was carried out, in sentences: MLflow takes the word of whoever comes last. Pure.
 * @param before the model right before, `after` right after
 */
export function tellOverwritten(
  entry: HistoryEntry,
  before: MlflowContent,
  after: MlflowContent,
): readonly string[] {
  return [
    ...entry.moves.flatMap(move => [
      ...tellArchived(move, before, after),
      ...tellMovedOn(entry, move, after),
    ]),
    ...tellTies(entry, after),
  ];
}

/** Whatever the server archived with this move and was not there before it, somebody had moved there meanwhile. */
function tellArchived({ alias, to }: Move, before: MlflowContent, after: MlflowContent): readonly string[] {
  if (!isStage(alias) || to === null) return [];
  const stageBefore = new Map(before.versions.map(({ version, stage }) => [version, stage]));
  return after.versions
    .filter(({ version, stage }) => {
      const was = stageBefore.get(version);
      return (
        stage === archivedStage && was !== alias && was !== archivedStage && printVersion(version) !== to
      );
    })
    .map(
      ({ version }) =>
        `${printVersion(version)} was moved to ${alias} by another program at the same moment; this move has overwritten that.`,
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

function tellTies(entry: HistoryEntry, after: MlflowContent): readonly string[] {
  const aliases = new Set(entry.moves.map(({ alias }) => alias));
  const { counted, announced } = readTaggedHistory(after);
  return [...counted, ...announced]
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
