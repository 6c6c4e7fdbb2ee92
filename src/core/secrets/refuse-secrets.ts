import { InvalidInputError } from '../errors/app-error.ts';
import type { ModelIndex } from '../registry/registry-index.ts';
import { findAnySecret } from './find-secret.ts';
import type { KnownSecret } from './known-secrets.ts';

/** The names that are on record of a model: what a login shares with one of them is no secret any more, and may stop nobody. Pure. */
export function listRecordedNames({ model, versions, entries }: ModelIndex): readonly string[] {
  const isThere = versions.length > 0 || entries.length > 0;
  return isThere ? [model, ...versions.map(({ version }) => version), ...entries.map(operationOf)] : [];
}

function operationOf({ entry }: ModelIndex['entries'][number]): string {
  return entry.operationId;
}

/**
 * Refuses the words of a command where one of them holds a secret: they would stay on record, and be told to others. Pure.
 * @param recorded names that are on record already, which are not looked at
 * @throws InvalidInputError secret-given, which says which option holds it, and never the secret
 */
export function refuseSecrets(
  words: readonly string[],
  known: readonly KnownSecret[] = [],
  recorded: readonly string[] = [],
): void {
  for (const [at, word] of words.entries()) {
    if (recorded.includes(word)) continue;
    const found = findAnySecret(word, known);
    if (found === undefined) continue;
    const option = /^--([a-z-]+)$/.exec(words[at - 1] ?? '')?.[1];
    const given =
      option === undefined ? 'What was given' : `What was given as ${option.replaceAll('-', ' ')}`;
    throw new InvalidInputError('secret-given', `${given} holds ${found.what}. Nothing was changed.`, {
      hint: found.hint,
      data: option === undefined ? {} : { option },
    });
  }
}
