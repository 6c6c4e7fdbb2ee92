import { writeOptionRows } from '../carry-out.ts';
import { carryOutChange } from '../carry-out-change.ts';
import { readText, reasonRow } from '../reason.ts';
import { defineVerb } from '../verb.ts';

export const archiveVerb = defineVerb({
  name: 'archive',
  group: 'Versions',
  summary: 'mark a version as never to become live again; its files stay',
  words: ['MODEL', 'VERSION'],
  options: { reason: reasonRow, ...writeOptionRows },
  run: async ({ host, global, words, options, openSession }) => {
    const session = await openSession();
    const request = {
      change: 'state',
      model: words.MODEL,
      version: words.VERSION,
      to: 'archived',
      reason: readText(options.reason ?? ''),
    } as const;
    return await carryOutChange({ host, global, options }, session, request);
  },
});
