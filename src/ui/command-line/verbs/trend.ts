import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { loadTrend } from '../../../core/session/load-trend.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { describeTrendDocument } from '../documents/trend-document.ts';
import { printMetrics, printTrend } from '../print-trend.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

export const trendVerb = defineVerb({
  name: 'trend',
  group: 'Look',
  summary: "follow a metric across versions, with the gate's threshold, what was live and rolled back",
  words: ['MODEL', '[METRIC]'],
  options: {
    last: { takes: 'COUNT', help: 'only the newest versions' },
    to: { takes: 'ALIAS', help: 'whose gate and live versions are told; the usual one where it is live' },
    list: { help: 'list the metrics that there is a trend of' },
  },
  run: async ({ host, words, options, openSession }) => {
    const last = options.last === undefined ? {} : { last: readCount(options.last) };
    const session = await openSession();
    const query = { model: words.MODEL, metric: words.METRIC, alias: options.to, ...last };
    const found = await loadTrend(session, query, host.stop);
    return {
      exitCode: exitCodeOf('done'),
      document: () => describeTrendDocument(found),
      lines: () =>
        options.list
          ? printMetrics(found.metrics, found.loaded.status.index.model, host)
          : printTrend(found, host),
    };
  },
});

function readCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  const given = makeSafeText(text, { limit: 40 });
  throw new InvalidInputError('usage', `--last takes a whole number from 1, not ${given}.`);
}
