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
  return {
    kind: 'typed',
    text: `${prefix}${model}@${alias}`,
    why: 'moving a protected alias must be confirmed',
  };
}

/** One confirmation for all of them: every name that has to be typed, with commas between, and all that is at stake. Pure. */
export function joinConfirmations(confirmations: readonly Confirmation[]): Confirmation {
  const typed = confirmations.flatMap(each => (each.kind === 'typed' ? [each] : []));
  if (typed.length === 0) return { kind: 'yes' };
  return {
    kind: 'typed',
    text: [...new Set(typed.map(({ text }) => text))].join(','),
    why: [...new Set(typed.map(({ why }) => why))].join(', and '),
  };
}

/** Whether what was confirmed holds all that has to be. Pure. */
export function coversConfirmation(given: Confirmation, needed: Confirmation): boolean {
  if (needed.kind === 'yes') return true;
  return given.kind === 'typed' && given.text.split(',').includes(needed.text);
}
