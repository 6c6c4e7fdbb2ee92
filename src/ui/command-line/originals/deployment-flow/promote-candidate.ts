import { carryOut, writeOptionRows } from '../../carry-out.ts';
import { readText, reasonRow } from '../../reason.ts';
import { defineVerb } from '../../verb.ts';
import { preparePromotionHere } from '../../verbs/promote.ts';
import { tellDone } from '../tell-done.ts';
import { familyRow, openNamedRun } from './open-dvc-registry.ts';

export const promoteCandidateVerb = defineVerb({
  name: 'promote_candidate',
  ours: 'promote --to candidate',
  group: "The originals' own commands",
  summary: "make a trained run the candidate of its family, as S4's promote does, by TIME-RUN or RUN",
  words: ['RUN'],
  options: { ...familyRow, reason: reasonRow, ...writeOptionRows },
  run: async call => {
    const { host, global, words, options } = call;
    const { session, family, run } = await openNamedRun(call, words.RUN, options.family);
    const plan = async () =>
      await preparePromotionHere(session, host, {
        ...{ model: family, version: run, alias: 'candidate', reason: readText(options.reason ?? '') },
        ...{ gate: 'as-bound', results: undefined, unbound: undefined, files: 'verify' },
      });
    const result = await carryOut({ host, global, options }, session, await plan(), plan);
    return tellDone(result, { host, nothingDone: options['dry-run'] }, `Candidate of ${family}: ${run}`);
  },
});
