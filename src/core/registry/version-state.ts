import type { VersionState } from '../history/entry.ts';
import type { ModelStatus } from './model-status.ts';
import type { IndexedVersion } from './registry-index.ts';

/**
 * The state of a version: `deployed` while it is live; else as the history says; else as the registry's own file says; else
 * `completed`. Pure.
 */
export function findState(status: ModelStatus, version: string): VersionState {
  const indexed = status.index.versions.find(each => each.version === version);
  return judgeState(status, indexed ?? { version }, listHolders(status));
}

/** The states of all versions of a model, by version. Pure. */
export function listStates(status: ModelStatus): ReadonlyMap<string, VersionState> {
  const holders = listHolders(status);
  return new Map(status.index.versions.map(each => [each.version, judgeState(status, each, holders)]));
}

function judgeState(
  { effective }: ModelStatus,
  { version, state }: Pick<IndexedVersion, 'version' | 'state'>,
  holders: ReadonlySet<string>,
): VersionState {
  const known = effective.states.get(version) ?? state;
  if (known === 'archived') return known;
  if (holders.has(version)) return 'deployed';
  // Other programs leave the word where they take a version out of service.
  return known === undefined || known === 'deployed' ? 'completed' : known;
}

/** What is live, and what a file says is live beside it: nobody has decided between those yet. */
function listHolders({ effective, mismatches }: ModelStatus): ReadonlySet<string> {
  const live = [...effective.aliases.values()].flatMap(({ version }) => version ?? []);
  const others = mismatches.flatMap(({ pointer: { reading } }) =>
    reading.state === 'names' ? (reading.others ?? []) : [],
  );
  return new Set([...live, ...others]);
}
