import type { TextField } from './text-field.ts';
import { createTextField, textOf } from './text-field.ts';

/** A confirmation by typing a name as shown. The name differs each time, so the hand does not learn it. */
export type TypedConfirmation = {
  /** What has to be typed: `support-rag@production`, already made safe for display. */
  readonly expected: string;
  readonly field: TextField;
};

/** A confirmation with nothing typed yet. */
export function createTypedConfirmation(expected: string): TypedConfirmation {
  return { expected, field: createTextField() };
}

/** The confirmation with another text in its field. */
export function editTypedConfirmation(confirmation: TypedConfirmation, field: TextField): TypedConfirmation {
  return { ...confirmation, field };
}

/**
 * Why enter does not confirm, as a sentence; undefined when the text is what was asked for. Texts are compared after
 * Unicode normalisation (NFC), otherwise exactly. Use it as `disabled` of the binding on `enter`.
 */
export function reasonNotTyped({ expected, field }: TypedConfirmation): string | undefined {
  const same = textOf(field).normalize('NFC') === expected.normalize('NFC');
  return same ? undefined : `Type ${expected} exactly as shown, then press enter.`;
}
