import type { Description, ModelHistory, Scores } from '../history/model-history.ts';
import { describeForeignFact, type ForeignFact } from './foreign-fact.ts';
import type { ModelStatus } from './model-status.ts';
import type { Version, VersionRecord } from './version.ts';

/** What lies over the records of versions. */
export type RecordedFacts = {
  readonly history: Pick<ModelHistory, 'scores' | 'descriptions'>;
  /** `registry`: what it says of notes and tags counts, and the history only where it says nothing. */
  readonly leads: ModelStatus['leads'];
  readonly foreign?: readonly ForeignFact[] | undefined;
};

/**
 * Versions with what the history recorded of them after their registration laid over their records: scores, notes and tags. What it
 * never spoke of stays as registered; what another program set instead is said among the oddities. In the order given. Pure.
 */
export function applyFacts(
  { history, leads, foreign = [] }: RecordedFacts,
  versions: readonly Version[],
): readonly Version[] {
  if (history.scores.size + history.descriptions.size + foreign.length === 0) return versions;
  return versions.map(version => {
    const scored = history.scores.get(version.version);
    const described = history.descriptions.get(version.version);
    const theirs = foreign.filter(fact => fact.version === version.version);
    // Untouched where nothing was said: its record may not have been looked into yet.
    if (version.whole !== 'complete' || (scored ?? described ?? theirs[0]) === undefined) return version;
    const said = leads === 'registry' ? fillIn(version.record, described) : described;
    const record = overlay(version.record, scored, said);
    const oddities = [...record.oddities, ...theirs.map(describeForeignFact)];
    return { ...version, record: { ...record, oddities } };
  });
}

/** What the history says where the record says nothing. */
function fillIn({ notes, tags }: VersionRecord, described: Description | undefined): Description {
  return {
    notes: notes ?? described?.notes ?? null,
    tags: tags.length > 0 ? tags : (described?.tags ?? []),
  };
}

function overlay(
  record: VersionRecord,
  scored: Scores | undefined,
  described: Description | undefined,
): VersionRecord {
  return {
    ...record,
    metrics: { ...record.metrics, ...scored?.metrics },
    notes: described?.notes ?? record.notes,
    tags: described?.tags ?? record.tags,
  };
}
