import { writeOptionRows } from '../carry-out.ts';
import { carryOutChange } from '../carry-out-change.ts';
import { readText, reasonRow } from '../reason.ts';
import { defineVerb } from '../verb.ts';

export const undoVerb = defineVerb({
  name: 'undo',
  group: 'Move what is live',
  summary: 'take an operation back; the newest that can be when none is named',
  words: ['MODEL', '[OPERATION]'],
  options: { reason: reasonRow, ...writeOptionRows },
  run: async ({ host, global, words, options, openSession }) => {
    const session = await openSession();
    const request = {
      change: 'undo',
      model: words.MODEL,
      operationId: words.OPERATION,
      reason: readText(options.reason ?? ''),
    } as const;
    return await carryOutChange({ host, global, options }, session, request);
  },
});
