import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { type VersionState, versionStates } from '../../../core/history/entry.ts';
import { prepareChange } from '../../../core/session/prepare-change.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { carryOut, writeOptionRows } from '../carry-out.ts';
import { readText, reasonRow } from '../reason.ts';
import { defineVerb } from '../verb.ts';

export const stateVerb = defineVerb({
  name: 'state',
  group: 'Versions',
  summary: `record the state of a version: ${versionStates.join(', ')}`,
  words: ['MODEL', 'VERSION', 'STATE'],
  options: { reason: reasonRow, ...writeOptionRows },
  run: async ({ host, global, words, options, openSession }) => {
    const to = readState(words.STATE);
    const session = await openSession();
    const request = {
      change: 'state',
      model: words.MODEL,
      version: words.VERSION,
      to,
      reason: readText(options.reason ?? ''),
    } as const;
    return await carryOut(
      { host, global, options },
      session,
      await prepareChange(session, request, host.stop),
    );
  },
});

function readState(text: string): VersionState {
  const state = versionStates.find(known => known === text);
  if (state !== undefined) return state;
  throw new InvalidInputError('usage', `${makeSafeText(text, { limit: 80 })} is no state of a version.`, {
    hint: `States: ${versionStates.join(', ')}.`,
  });
}
