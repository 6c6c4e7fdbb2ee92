import type { Description, ModelHistory, Scores } from '../history/model-history.ts';
import { describeForeignFact, type ForeignFact } from './foreign-fact.ts';
import type { Version, VersionRecord } from './version.ts';

/**
 * Versions with what the history recorded of them after their registration laid over their records: scores, notes and tags. What it
 * never spoke of stays as registered; what another program set instead is said among the oddities. In the order given. Pure.
 */
export function applyFacts(
  history: Pick<ModelHistory, 'scores' | 'descriptions'>,
  versions: readonly Version[],
  foreign: readonly ForeignFact[] = [],
): readonly Version[] {
  if (history.scores.size + history.descriptions.size + foreign.length === 0) return versions;
  return versions.map(version => {
    const scored = history.scores.get(version.version);
    const described = history.descriptions.get(version.version);
    const theirs = foreign.filter(fact => fact.version === version.version);
    // Untouched where nothing was said: its record may not have been looked into yet.
    if (version.whole !== 'complete' || (scored ?? described ?? theirs[0]) === undefined) return version;
    const record = overlay(version.record, scored, described);
    const oddities = [...record.oddities, ...theirs.map(describeForeignFact)];
    return { ...version, record: { ...record, oddities } };
  });
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
