import { InvalidInputError } from '../errors/app-error.ts';
import { makeSafeText } from '../text/safe-text.ts';

/** The themes there are. */
export const themeNames = ['dark', 'light', 'mono'] as const;
export type ThemeName = (typeof themeNames)[number];

/** The theme of a name, or undefined. Pure. */
export function findTheme(text: string | undefined): ThemeName | undefined {
  return themeNames.find(name => name === text);
}

/**
 * The theme of a name that somebody gave. Pure.
 * @param said where it was given, for the message: `--theme`
 * @throws InvalidInputError invalid-configuration
 */
export function parseTheme(text: string, said: string): ThemeName {
  const theme = findTheme(text);
  if (theme !== undefined) return theme;
  const shown = makeSafeText(text, { limit: 80 });
  throw new InvalidInputError(
    'invalid-configuration',
    `${said}: "${shown}" is none of ${themeNames.join(', ')}.`,
    { data: { said, value: shown } },
  );
}
