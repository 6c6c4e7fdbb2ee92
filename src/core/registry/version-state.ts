import type { VersionState } from '../history/entry.ts';
import type { ModelStatus } from './model-status.ts';
import type { IndexedVersion } from './registry-index.ts';

/**
 * The state of a version: `deployed` while it is live; else as the history says; else as the registry itself says; else
 * `completed`. Where the registry leads its word goes before the history's. Pure.
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
  { effective, leads }: ModelStatus,
  { version, state }: Pick<IndexedVersion, 'version' | 'state'>,
  holders: ReadonlySet<string>,
): VersionState {
  const isLive = holders.has(version);
  const recorded = effective.states.get(version);
  const known = leads === 'registry' ? judgeLed(state, recorded, isLive) : (recorded ?? state);
  if (known === 'archived') return known;
  if (isLive) return 'deployed';
  // Other programs leave the word where they take a version out of service.
  return known === undefined || known === 'deployed' ? 'completed' : known;
}

/**
 * A registry that leads decides what is archived: in a history nothing ever leaves that. Where it has no word for it, a record counts
 * for what is not live.
 */
function judgeLed(
  state: VersionState | undefined,
  recorded: VersionState | undefined,
  isLive: boolean,
): VersionState | undefined {
  if (state === 'archived') return state;
  if (recorded !== 'archived') return recorded ?? state;
  return state ?? (isLive ? undefined : recorded);
}

/** What is live, and what a file says is live beside it: nobody has decided between those yet. */
function listHolders({ effective, mismatches }: ModelStatus): ReadonlySet<string> {
  const live = [...effective.aliases.values()].flatMap(({ version }) => version ?? []);
  const others = mismatches.flatMap(({ pointer: { reading } }) =>
    reading.state === 'names' ? (reading.others ?? []) : [],
  );
  return new Set([...live, ...others]);
}
