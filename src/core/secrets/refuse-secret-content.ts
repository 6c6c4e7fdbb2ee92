import { InvalidInputError } from '../errors/app-error.ts';
import type { EvidenceFile } from '../evidence/evidence-file.ts';
import type { Registration } from '../registration/registration.ts';
import { findAnySecret, findKnownSecret } from './find-secret.ts';
import type { KnownSecret } from './known-secrets.ts';

/**
 * What becomes of a content. Where it is only `kept`, what merely looks like a secret is the affair of whoever wrote it; what is to be
 * `published` may hold neither.
 */
export type ContentUse = 'kept' | 'published';

/**
 * Refuses a content that holds a secret, before anything is begun: what is copied into a registry stays there. Pure.
 * @param name for people
 * @throws InvalidInputError secret-given
 */
export function refuseSecretText(
  { name, text }: { readonly name: string; readonly text: string },
  known: readonly KnownSecret[] = [],
  use: ContentUse = 'kept',
): void {
  const found = use === 'published' ? findAnySecret(text, known) : findKnownSecret(text, known);
  if (found === undefined) return;
  throw new InvalidInputError('secret-given', `${name} holds ${found.what}. Nothing was changed.`, {
    hint: 'Take it out, and name the variable in the place of its value. Replace it where others may have read it.',
  });
}

/** Refuses a registration whose configuration holds a secret: it is stored whole. Pure. @throws InvalidInputError secret-given */
export function refuseSecretConfiguration(
  { configuration }: Pick<Registration, 'configuration'>,
  known?: readonly KnownSecret[],
  use?: ContentUse,
): void {
  refuseSecretText({ name: 'The pipeline configuration', text: JSON.stringify(configuration) }, known, use);
}

/** Refuses evidence that holds a secret of this environment: what is judged is kept. Pure. @throws InvalidInputError secret-given */
export function refuseSecretEvidence(
  evidence: readonly EvidenceFile[],
  known: readonly KnownSecret[] = [],
): void {
  if (known.length === 0) return;
  for (const found of evidence) {
    if (found.state !== 'read') continue;
    for (const { name, value } of [found.file, ...found.repeats])
      refuseSecretText({ name, text: JSON.stringify(value) }, known);
  }
}
