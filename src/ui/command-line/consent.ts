import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { Confirmation } from '../../core/plan/plan.ts';
import { isSameTypedText } from '../../core/text/safe-text.ts';
import type { Host } from './host.ts';
import { ask, cancelled } from './speak.ts';

/** What was said on the command line in place of an answer. */
export type Consent = { readonly yes: boolean; readonly confirm: string | undefined };

/**
 * Returns when the confirmation is given: by --yes (and --confirm for a typed one), or by the person at the terminal.
 * @throws InvalidInputError confirmation-required where nobody can be asked or --confirm is another text;
 *   ConflictError cancelled when the person says no
 */
export async function requireConsent(
  host: Host,
  consent: Consent,
  confirmation: Confirmation,
): Promise<void> {
  switch (confirmation.kind) {
    case 'yes':
      return await requireYes(host, consent);
    case 'typed':
      return await requireTyped(host, consent, confirmation);
    default:
      return confirmation satisfies never;
  }
}

async function requireYes(host: Host, consent: Consent): Promise<void> {
  if (consent.yes) return;
  if (!host.canAsk) throw required('Nothing was changed: there is no terminal to confirm on.', 'Add --yes.');
  const answer = await ask(host, 'Carry this out? [y/N] ');
  if (!/^y(es)?$/i.test(answer)) throw cancelled('Not confirmed. Nothing was changed.');
}

async function requireTyped(
  host: Host,
  consent: Consent,
  { text, why }: Extract<Confirmation, { readonly kind: 'typed' }>,
): Promise<void> {
  if (consent.confirm !== undefined && !isSameTypedText(consent.confirm, text)) {
    throw required(
      `Nothing was changed: ${why}. What was given with --confirm is another text.`,
      `Give --confirm ${text}.`,
      text,
    );
  }
  if (host.canAsk) {
    if (consent.confirm !== undefined) return;
    const answer = await ask(host, `Type ${text} to carry this out: `);
    if (!isSameTypedText(answer, text)) throw cancelled('What was typed is not that. Nothing was changed.');
    return;
  }
  if (consent.yes && consent.confirm !== undefined) return;
  const missing = [
    ...(consent.yes ? [] : ['--yes']),
    ...(consent.confirm === undefined ? [`--confirm ${text}`] : []),
  ];
  const hint = `Add ${missing.join(' ')}.`;
  throw required(`Nothing was changed: ${why}.`, hint, text);
}

function required(message: string, hint: string, text?: string): InvalidInputError {
  const data = text === undefined ? {} : { confirm: text };
  return new InvalidInputError('confirmation-required', message, { hint, data });
}
