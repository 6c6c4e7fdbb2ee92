import { writeOptionRows } from '../carry-out.ts';
import { carryOutChange } from '../carry-out-change.ts';
import { chooseAlias } from '../read-alias.ts';
import { obtainReason, reasonRow } from '../reason.ts';
import { defineVerb } from '../verb.ts';

export const unsetVerb = defineVerb({
  name: 'unset',
  group: 'Move what is live',
  summary: 'take an alias off its version, so that nothing is live under it',
  words: ['MODEL', 'ALIAS'],
  options: { reason: reasonRow, ...writeOptionRows },
  run: async ({ host, global, words, options, openSession }) => {
    const session = await openSession();
    const alias = await chooseAlias(session, words.MODEL, words.ALIAS);
    const reason = await obtainReason(host, options.reason);
    const request = { change: 'unset', model: words.MODEL, alias, reason } as const;
    return await carryOutChange({ host, global, options }, session, request);
  },
});
