import { checkModelName } from '../../../core/names/model-name.ts';
import { parseVersionName } from '../../../core/names/version-name.ts';
import { writeOptionRows } from '../carry-out.ts';
import { findConfiguration, findEvidence, findWeights } from '../find-evidence.ts';
import { chooseAlias } from '../read-alias.ts';
import { readMetrics } from '../read-metrics.ts';
import { readText, reasonRow } from '../reason.ts';
import { carryOutRegistration } from '../register-version.ts';
import { withoutStalePass } from '../stale-pass.ts';
import { findUnboundWord } from '../status-files.ts';
import { readOrigin, recordOptionRows } from '../training-options.ts';
import { defineVerb } from '../verb.ts';
import { describeJudged, unboundOptionRows } from './promote.ts';

export const registerVerb = defineVerb({
  name: 'register',
  group: 'Versions',
  summary: 'add a version with its evidence and metrics; it gets the next free number when none is named',
  words: ['MODEL', '[VERSION]', '[NAME=VALUE...]'],
  options: {
    'model-path': { takes: 'PATH|URI', help: 'the weights: a file, which is hashed, or a URI, which is not' },
    results: {
      takes: 'DIR',
      help: 'folder of an evaluation: its files are registered, and judged where a policy is bound',
    },
    'summary-path': { takes: 'FILE', help: 'summary.json of the evaluation' },
    'bias-report-path': { takes: 'FILE', help: 'bias_report.json of the evaluation' },
    'smoke-path': { takes: 'FILE', help: 'summary.json of the smoke test' },
    'tuning-path': { takes: 'FILE', help: 'tuning_report.json' },
    ...recordOptionRows,
    to: { takes: 'ALIAS', help: 'promote it to this alias right after' },
    reason: reasonRow,
    ...unboundOptionRows,
    'override-gate': { help: 'with --to: go on without a passing gate; needs a reason' },
    ...writeOptionRows,
  },
  run: async ({ host, global, words, options, openSession }) => {
    const judged = describeJudged(options.results, options, global);
    return await withoutStalePass(host, judged, async stale => {
      const model = checkModelName(words.MODEL);
      const { version, metricWords } = readVersionWords(words.VERSION, words['NAME=VALUE']);
      const metrics = metricWords.length === 0 ? undefined : readMetrics(metricWords);
      const registration = {
        model,
        version,
        metrics,
        ...readOrigin(options, options),
        weights:
          options['model-path'] === undefined ? undefined : await findWeights(host, options['model-path']),
        ...(await findEvidence(host, {
          results: options.results,
          named: {
            eval_summary: options['summary-path'],
            bias_report: options['bias-report-path'],
            smoke_summary: options['smoke-path'],
            tuning_report: options['tuning-path'],
            metrics: options['metrics-path'],
          },
          others: options.evidence,
          whenMissing: 'warn-of-slices',
        })),
        ...(await findConfiguration(host, options['pipeline-config'])),
        parent: options.parent === undefined ? undefined : parseVersionName(model, options.parent),
        notes: options.notes,
        tags: options.tag,
        reason:
          options.to === undefined && options.reason !== undefined ? readText(options.reason) : undefined,
      };
      const unbound = await findUnboundWord(host, {
        results: options.results,
        file: options['quality-gate'],
        consent: options['accept-unbound'] ? 'accepted' : 'not-accepted',
      });
      const session = stale.follow(await openSession());
      const promotion =
        options.to === undefined
          ? undefined
          : {
              alias: await chooseAlias(session, model, options.to),
              unbound,
              reason: readText(options.reason ?? ''),
              gate: options['override-gate'] ? ('overridden' as const) : ('as-bound' as const),
            };
      return await carryOutRegistration({ host, global, options }, session, {
        registration,
        promotion,
      });
    });
  },
});

/** A version may be left out in front of metrics: what has an equals sign is one of them. Pure. */
export function readVersionWords(
  first: string | undefined,
  others: readonly string[],
): { readonly version: string | undefined; readonly metricWords: readonly string[] } {
  return first?.includes('=') === true
    ? { version: undefined, metricWords: [first, ...others] }
    : { version: first, metricWords: others };
}
