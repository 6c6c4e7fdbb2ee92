import { writeOptionRows } from '../carry-out.ts';
import { carryOutChange } from '../carry-out-change.ts';
import { readMetrics } from '../read-metrics.ts';
import { readText, reasonRow } from '../reason.ts';
import { defineVerb } from '../verb.ts';

export const scoreVerb = defineVerb({
  name: 'score',
  group: 'Versions',
  summary: 'record metrics of a version: accuracy=0.94; a verdict on it then counts no more',
  words: ['MODEL', 'VERSION', 'NAME=VALUE...'],
  options: { reason: reasonRow, ...writeOptionRows },
  run: async ({ host, global, words, options, openSession }) => {
    const metrics = readMetrics(words['NAME=VALUE']);
    const session = await openSession();
    const request = {
      change: 'score',
      model: words.MODEL,
      version: words.VERSION,
      metrics,
      reason: readText(options.reason ?? ''),
    } as const;
    return await carryOutChange({ host, global, options }, session, request);
  },
});
