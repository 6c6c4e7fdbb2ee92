import type { CardFacts, CardOverride } from '../publish/card-facts.ts';
import { findNumberTexts, type WrittenNumber } from '../publish/number-texts.ts';
import type { PublishedFile } from '../publish/publication.ts';
import type { PublicationWish } from '../publish/publication-wish.ts';
import { findModelDescription } from '../registry/model-description.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { VersionRecord } from '../registry/version.ts';
import type { Session } from './session.ts';

/** What a card is made from. */
export type CardSources = {
  readonly status: ModelStatus;
  readonly record: VersionRecord;
  /** As the evidence has them. */
  readonly numbers: readonly WrittenNumber[];
  readonly wish: PublicationWish;
  readonly tag: string;
  /** Of the model. */
  readonly files: readonly PublishedFile[];
};

/** Everything the card of a version can say. */
export function collectCardFacts({ registry }: Session, sources: CardSources): CardFacts {
  const { status, record, wish, tag, files } = sources;
  const { name, kind } = registry.reader.identity;
  const { version } = record;
  const { entries } = status.index;
  const registered = entries.find(({ entry }) =>
    entry.facts.some(fact => fact.kind === 'registered' && fact.version === version),
  )?.entry;
  const gates = [...(status.effective.gates.get(version)?.values() ?? [])];
  return {
    repository: wish.repository,
    model: record.model,
    version,
    tag,
    createdAt: record.createdAt,
    description: findModelDescription(status)?.description,
    notes: record.notes,
    tags: record.tags,
    metrics: record.metrics,
    numberTexts: findNumberTexts(record.metrics, sources.numbers),
    gates: gates
      .map(({ alias, verdict, policy, evaluatedAt }) => ({ alias, verdict, policy, evaluatedAt }))
      .toSorted((one, other) => (one.alias < other.alias ? -1 : 1)),
    overrides: listOverrides(sources),
    license: wish.license,
    parent: record.parent,
    training: record.training ?? {},
    lineage: record.lineage,
    files,
    registry: { name, kind },
    operationId: registered?.operationId,
    recordSha256: status.effective.registeredDigests.get(version),
  };
}

/** Those on record, and the one that is about to be made. */
function listOverrides({ status, record, wish }: CardSources): readonly CardOverride[] {
  const { version } = record;
  const recorded = status.index.entries.flatMap(({ entry }) =>
    entry.gate.overridden
      ? entry.moves
          .filter(({ to }) => to === version)
          .map(({ alias }) => ({ alias, verdict: entry.gate.verdict, reason: entry.reason, at: entry.at }))
      : [],
  );
  if (wish.override === undefined) return recorded;
  const { alias, reason } = wish.override;
  const verdict = status.effective.gates.get(version)?.get(alias)?.verdict ?? 'NONE';
  return [...recorded, { alias, verdict, reason, at: null }];
}
