import type { Confirmation } from '../../../core/plan/plan.ts';

/** What a confirmation asks for, as a part of a document. Pure. */
export function describeConfirmation(confirmation: Confirmation): {
  readonly kind: Confirmation['kind'];
  readonly text: string | null;
} {
  return { kind: confirmation.kind, text: confirmation.kind === 'typed' ? confirmation.text : null };
}
