import type { RegistryKind } from './registry-index.ts';

/** The alias meant when none is named: S0's. */
export const defaultAlias = 'latest';

const aliasByKind: Readonly<Record<RegistryKind, string>> = {
  directory: defaultAlias,
  catalog: 'deployed',
};

/** The alias meant when none is named, in a registry of a kind. Pure. */
export function defaultAliasOf(kind: RegistryKind): string {
  return aliasByKind[kind];
}
