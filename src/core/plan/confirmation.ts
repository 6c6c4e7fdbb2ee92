import type { Confirmation } from './plan.ts';

/** Aliases that are protected everywhere; configuration may add to them, never remove. */
export const alwaysProtectedAliases: readonly string[] = [
  'latest',
  'production',
  'Production',
  'deployed',
  'stable',
];

/** The words that name an alias on the command line; none for the usual one, which is meant anyway. Pure. */
export function describeAliasFlag(flag: string, alias: string, usualAlias: string): readonly string[] {
  return alias === usualAlias ? [] : [flag, alias];
}

/** What decides how an act is confirmed. */
export type ProtectionRules = {
  readonly protectedAliases: readonly string[];
  /** Name to put before `model@alias` when several registries are configured, so that the wrong one is not confirmed. */
  readonly registryPrefix: string | undefined;
};

/** Whether an alias is protected, everywhere or by the configuration. Pure. */
export function isProtectedAlias(
  { protectedAliases }: Pick<ProtectionRules, 'protectedAliases'>,
  alias: string,
): boolean {
  return alwaysProtectedAliases.includes(alias) || protectedAliases.includes(alias);
}

/** How moving an alias is confirmed: a protected one by typing its name. Pure. */
export function confirmAliasMove(rules: ProtectionRules, model: string, alias: string): Confirmation {
  if (!isProtectedAlias(rules, alias)) return { kind: 'yes' };
  const prefix = rules.registryPrefix === undefined ? '' : `${rules.registryPrefix}/`;
  return { kind: 'typed', text: `${prefix}${model}@${alias}` };
}
