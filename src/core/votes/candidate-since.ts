import type { ModelHistory } from '../history/model-history.ts';

/** The alias of what is voted on. */
export const candidateAlias = 'candidate';

/** Since when a version is the candidate. */
export type CandidateSince = {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Whether the history says so, or somebody did on the command line. */
  readonly source: 'history' | 'said';
};

/** Since when a version is the candidate, by the history; undefined while it is none. Pure. */
export function findCandidateSince(
  { aliases }: Pick<ModelHistory, 'aliases'>,
  version: string,
): CandidateSince | undefined {
  const position = aliases.get(candidateAlias);
  return position?.version === version ? { at: position.since, source: 'history' } : undefined;
}
