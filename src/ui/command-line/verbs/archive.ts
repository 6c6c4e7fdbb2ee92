import { prepareChange } from '../../../core/session/prepare-change.ts';
import { carryOut, writeOptionRows } from '../carry-out.ts';
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
    return await carryOut(
      { host, global, options },
      session,
      await prepareChange(session, request, host.stop),
    );
  },
});
