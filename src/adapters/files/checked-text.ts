import * as z from 'zod/mini';

/** A schema for a text about which a function says what is wrong, or nothing. */
export function textWithout(findProblem: (text: string) => string | undefined) {
  return z.string().check(({ value, issues }) => {
    const message = findProblem(value);
    if (message !== undefined) issues.push({ code: 'custom', input: value, message });
  });
}

/** A schema for a text that is not empty. */
export const filledText = textWithout(text => (text.trim() === '' ? 'it is empty' : undefined));
