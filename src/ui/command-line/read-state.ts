import { InvalidInputError } from '../../core/errors/app-error.ts';
import { type VersionState, versionStates } from '../../core/history/entry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';

/** A state as it was typed. @throws InvalidInputError usage, naming the states there are */
export function readState(text: string): VersionState {
  const state = versionStates.find(known => known === text);
  if (state !== undefined) return state;
  throw new InvalidInputError('usage', `${makeSafeText(text, { limit: 80 })} is no state of a version.`, {
    hint: `States: ${versionStates.join(', ')}.`,
  });
}
