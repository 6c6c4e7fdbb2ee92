import { writeOptionRows } from '../carry-out.ts';
import { carryOutChange } from '../carry-out-change.ts';
import { obtainReason, reasonRow } from '../reason.ts';
import { defineVerb } from '../verb.ts';

export const holdVerb = defineVerb({
  name: 'hold',
  group: 'Move what is live',
  summary: 'stop promotions of a version, or of the whole model',
  words: ['MODEL', '[VERSION]'],
  options: { reason: reasonRow, ...writeOptionRows },
  run: async ({ host, global, words, options, openSession }) => {
    const session = await openSession();
    const reason = await obtainReason(host, options.reason);
    const request = { change: 'hold', model: words.MODEL, version: words.VERSION, reason } as const;
    return await carryOutChange({ host, global, options }, session, request);
  },
});
