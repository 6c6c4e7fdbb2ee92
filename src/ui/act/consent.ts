import {
  type ArmedConfirmation,
  type ArmingMessage,
  reasonNotArmed,
  startArming,
  updateArming,
} from '../components/armed-confirmation.ts';
import type { TextField } from '../components/text-field.ts';
import {
  createTypedConfirmation,
  editTypedConfirmation,
  reasonNotTyped,
  type TypedConfirmation,
} from '../components/typed-confirmation.ts';
import type { RuntimeEffect } from '../runtime/effect.ts';

/** How the person's consent is taken: by a typed name, by `y` once it is armed, or not at all since nothing can be confirmed. */
export type Consent =
  | { readonly by: 'typing'; readonly typed: TypedConfirmation }
  | { readonly by: 'key'; readonly arming: ArmedConfirmation }
  | { readonly by: 'none' };

/** Begins to ask for it. `attempt` is any number the screen has not used for a confirmation before. Pure. */
export function askConsent(
  confirmation: { readonly kind: 'yes' } | { readonly kind: 'typed'; readonly text: string },
  attempt: number,
): readonly [Consent, readonly RuntimeEffect<never>[]] {
  if (confirmation.kind === 'typed')
    return [{ by: 'typing', typed: createTypedConfirmation(confirmation.text) }, []];
  const [arming, effects] = startArming(attempt);
  return [{ by: 'key', arming }, effects];
}

/** The consent with another text typed; as it was where nothing is typed. Pure. */
export function editConsent(consent: Consent, field: TextField): Consent {
  if (consent.by !== 'typing') return consent;
  return { by: 'typing', typed: editTypedConfirmation(consent.typed, field) };
}

/** The consent after a message about the key that gives it, and what to ask for. Pure. */
export function armConsent(
  consent: Consent,
  message: ArmingMessage,
): readonly [Consent, readonly RuntimeEffect<never>[]] {
  if (consent.by !== 'key') return [consent, []];
  const [arming, effects] = updateArming(consent.arming, message);
  return [{ by: 'key', arming }, effects];
}

/** Why it is not given yet, as a sentence; undefined when it is there. Pure. */
export function reasonNotConsented(consent: Consent): string | undefined {
  switch (consent.by) {
    case 'typing':
      return reasonNotTyped(consent.typed);
    case 'key':
      return reasonNotArmed(consent.arming);
    case 'none':
      return 'There is nothing to confirm.';
    default:
      return consent satisfies never;
  }
}
