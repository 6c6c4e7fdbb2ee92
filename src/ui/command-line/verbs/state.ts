import { versionStates } from '../../../core/history/entry.ts';
import { writeOptionRows } from '../carry-out.ts';
import { carryOutChange } from '../carry-out-change.ts';
import { readState } from '../read-state.ts';
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
    return await carryOutChange({ host, global, options }, session, request);
  },
});
