import { writeOptionRows } from '../carry-out.ts';
import { carryOutChange } from '../carry-out-change.ts';
import { obtainReason, reasonRow } from '../reason.ts';
import { defineVerb } from '../verb.ts';

export const releaseVerb = defineVerb({
  name: 'release',
  group: 'Move what is live',
  summary: 'lift a hold',
  words: ['MODEL', '[VERSION]'],
  options: { reason: reasonRow, ...writeOptionRows },
  run: async ({ host, global, words, options, openSession }) => {
    const session = await openSession();
    const reason = await obtainReason(host, options.reason);
    const request = { change: 'release', model: words.MODEL, version: words.VERSION, reason } as const;
    return await carryOutChange({ host, global, options }, session, request);
  },
});
