import type { RegistryKind } from './registry-index.ts';

/** The alias meant when none is named: S0's. */
export const defaultAlias = 'latest';

const aliasByKind: Readonly<Record<RegistryKind, string>> = {
  directory: defaultAlias,
  catalog: 'deployed',
  mlflow: 'Production',
  dvc: 'stable',
};

/** The alias meant when none is named, in a registry of a kind. Pure. */
export function defaultAliasOf(kind: RegistryKind): string {
  return aliasByKind[kind];
}

/** Kinds in which models may have another one: a server may know no stages. */
const kindsByModel: ReadonlySet<RegistryKind> = new Set(['mlflow']);

/** Whether models of a registry of a kind may differ in the alias that is meant when none is named. Pure. */
export function hasUsualAliasByModel(kind: RegistryKind): boolean {
  return kindsByModel.has(kind);
}
