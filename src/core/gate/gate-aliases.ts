import type { ModelHistory } from '../history/fold-history.ts';
import { defaultAlias } from '../registry/default-alias.ts';
import type { PoliciesByAlias } from './gate-standing.ts';

/**
 * The aliases whose gate is worth a look: those with a policy, and those a version was judged for. The usual one first, then by
 * name; empty where there is neither. Pure.
 * @param version only what this version was judged for; undefined: any version of the model
 */
export function listGateAliases(
  history: ModelHistory,
  policies: PoliciesByAlias,
  version?: string,
): readonly string[] {
  const judged = [...history.gates].flatMap(([judgedVersion, byAlias]) =>
    version === undefined || version === judgedVersion ? [...byAlias.keys()] : [],
  );
  const rank = (alias: string): string => (alias === defaultAlias ? '' : alias);
  return [...new Set([...policies.keys(), ...judged])].sort((one, other) =>
    rank(one) < rank(other) ? -1 : 1,
  );
}

/** The alias a version's gate is shown for when nobody says which: the first that is worth a look, or else the usual one. Pure. */
export function chooseGateAlias(history: ModelHistory, policies: PoliciesByAlias, version?: string): string {
  return listGateAliases(history, policies, version)[0] ?? defaultAlias;
}
