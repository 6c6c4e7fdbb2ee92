import { makeSafeText } from '../text/safe-text.ts';

/** What a candidate is called in feedback where nobody says: as its version is. */
export const usualCandidateName = '{version}';

/** What a pattern for the name of a candidate looks like. */
export const candidateNameForm = /^(?:[^{}]|\{model\}|\{version\}){1,128}$/;

/** What such a pattern has to be, in words. */
export const candidateNameWords = 'a text with `{model}` and `{version}` in it, such as `{model}_{version}`';

/** The name of a candidate by a pattern of the policy. Pure. */
export function nameCandidate(
  pattern: string,
  { model, version }: { readonly model: string; readonly version: string },
): string {
  return pattern.replace(/\{(model|version)\}/g, (_, part: string) => (part === 'model' ? model : version));
}

/** A model as the voting page calls it, safe to show. Pure. */
export function showModelId(id: string): string {
  return makeSafeText(id, { limit: 80 });
}
