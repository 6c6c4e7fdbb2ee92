import { ownNumber } from '../../../../core/diff/compare-metrics.ts';
import type { VersionState } from '../../../../core/history/entry.ts';
import type { Version } from '../../../../core/registry/version.ts';
import type { AfsRow } from './afs-text.ts';

/** The states of all versions of a model, by version. */
export type States = ReadonlyMap<string, VersionState>;

/** A version as a row of S2's lists. Pure. */
export function describeAfsRow(states: States, version: Version): AfsRow {
  const name = version.version;
  if (version.whole !== 'complete') return { version: name, state: version.whole, accuracy: undefined };
  return {
    version: name,
    state: states.get(name) ?? 'completed',
    accuracy: ownNumber(version.record.metrics, 'accuracy'),
  };
}
