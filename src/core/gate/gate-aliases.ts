import type { ModelStatus } from '../registry/model-status.ts';
import type { PoliciesByAlias } from './gate-standing.ts';

/** A model whose gates are asked for. */
export type GateHolder = Pick<ModelStatus, 'effective' | 'usualAlias'>;

const none: readonly string[] = [];

/**
 * The aliases whose gate is worth a look: those with a policy, and those a version was judged for. The usual one first, then by
 * name; empty where there is neither. Pure.
 * @param version only what this version was judged for; undefined: any version of the model
 */
export function listGateAliases(
  { effective, usualAlias }: GateHolder,
  policies: PoliciesByAlias,
  version?: string,
): readonly string[] {
  const judged =
    version === undefined
      ? [...effective.gates.values()].flatMap(byAlias => [...byAlias.keys()])
      : [...(effective.gates.get(version)?.keys() ?? [])];
  if (policies.size === 0 && judged.length === 0) return none;
  const rank = (alias: string): string => (alias === usualAlias ? '' : alias);
  return [...new Set([...policies.keys(), ...judged])].sort((one, other) =>
    rank(one) < rank(other) ? -1 : 1,
  );
}

/** The alias a version's gate is shown for when nobody says which: the first that is worth a look, or else the usual one. Pure. */
export function chooseGateAlias(status: GateHolder, policies: PoliciesByAlias, version?: string): string {
  return listGateAliases(status, policies, version)[0] ?? status.usualAlias;
}
