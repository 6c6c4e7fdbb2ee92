import { describe, expect, test } from 'vitest';
import { reasonNotArmed, startArming, updateArming } from '../../../src/ui/components/armed-confirmation.ts';
import { createTextField } from '../../../src/ui/components/text-field.ts';
import {
  createTypedConfirmation,
  editTypedConfirmation,
  reasonNotTyped,
} from '../../../src/ui/components/typed-confirmation.ts';

describe('a confirmation by typing a name', () => {
  const start = createTypedConfirmation('súpport-rag@production');
  const typed = (text: string) => reasonNotTyped(editTypedConfirmation(start, createTextField(text)));

  test('needs the name exactly as shown', () => {
    expect(reasonNotTyped(start)).toBe('Type súpport-rag@production exactly as shown, then press enter.');
    expect(typed('súpport-rag@production')).toBeUndefined();
    expect(typed('súpport-rag@Production')).toBeDefined();
    expect(typed('support-rag@production')).toBeDefined();
    expect(typed(' súpport-rag@production')).toBeDefined();
  });

  test('takes another composition of the same letters', () => {
    expect(typed('su\u0301pport-rag@production')).toBeUndefined();
  });
});

describe('a confirmation by one key', () => {
  test('is armed 250 ms after the terminal has shown it', () => {
    const [waiting, asked] = startArming(1);
    expect(asked).toEqual([
      { do: 'queryCursor' },
      { do: 'after', delayMs: 2000, message: { type: 'confirmation-armed', attempt: 1 } },
    ]);
    expect(reasonNotArmed(waiting)).toBeDefined();
    const [shown, then] = updateArming(waiting, { type: 'cursor-reported' });
    expect(then).toEqual([
      { do: 'after', delayMs: 250, message: { type: 'confirmation-armed', attempt: 1 } },
    ]);
    expect(reasonNotArmed(shown)).toBeDefined();
    const [armed] = updateArming(shown, { type: 'confirmation-armed', attempt: 1 });
    expect(reasonNotArmed(armed)).toBeUndefined();
  });

  test('is armed after 2 s by a terminal that never answers', () => {
    const [waiting] = startArming(1);
    expect(
      reasonNotArmed(updateArming(waiting, { type: 'confirmation-armed', attempt: 1 })[0]),
    ).toBeUndefined();
  });

  test('a timer of an earlier attempt arms nothing', () => {
    const [waiting] = startArming(2);
    expect(updateArming(waiting, { type: 'confirmation-armed', attempt: 1 })).toEqual([waiting, []]);
  });

  test('a second answer of the terminal changes nothing', () => {
    const [waiting] = startArming(1);
    const [shown] = updateArming(waiting, { type: 'cursor-reported' });
    expect(updateArming(shown, { type: 'cursor-reported' })).toEqual([shown, []]);
  });
});
