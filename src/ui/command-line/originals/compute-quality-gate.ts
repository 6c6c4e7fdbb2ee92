import type { ExitMeaning } from '../../../core/exit-codes.ts';
import type { Verdict } from '../../../core/gate/report.ts';
import { defaultAlias } from '../../../core/registry/default-alias.ts';
import { describeGate } from '../documents/gate-document.ts';
import { findResults, getResultsJudge, judgeResultsHere, openWatchedJudging } from '../judge-results.ts';
import { printGateReport } from '../print-gate.ts';
import { tell } from '../speak.ts';
import { withoutStalePass } from '../stale-pass.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';
import { originalOptionRows, readModelName, readResultsFolder, resultsDirRow } from './original-options.ts';

export const computeQualityGateVerb = defineVerb({
  name: 'compute_quality_gate',
  ours: 'gate --results',
  group: "The originals' own commands",
  summary:
    'judge a results folder and leave quality_gate.txt in it; as with S0 a FAIL exits 0, what cannot be decided 3',
  words: [],
  options: { 'model-name': originalOptionRows['model-name'], 'results-dir': resultsDirRow },
  run: async ({ host, global, options }) => {
    const model = readModelName(host, options['model-name']);
    const folder = await findResults(host, readResultsFolder(host, options['results-dir']));
    const judged = { folder, writes: global.readOnly ? 'never' : 'allowed' } as const;
    const { report, written } = await withoutStalePass(host, judged, async stale => {
      const judging = await openWatchedJudging(host, global, stale);
      // Before anything that may fail, such as a policy that cannot be used.
      return await stale.replace(async () => {
        const bound = await getResultsJudge(judging, { model, alias: defaultAlias });
        return await judgeResultsHere(host, judging, { folder, bound, statusFiles: 'write' }, stale);
      });
    });
    tell(host, printGateReport(report, fitToOutput(host)));
    return {
      exitCode: exitCodeOf(findMeaning(report.verdict)),
      document: () => describeGate(report, { written }, global),
      lines: () => [`Quality gate status: ${report.verdict === 'PASS' ? 'PASS' : 'FAIL'}`],
    };
  },
});

/** As S0: that the evidence fails is a result, which the file tells. What could not be decided is none, though the file says FAIL. */
function findMeaning(verdict: Verdict): ExitMeaning {
  return verdict === 'PASS' || verdict === 'FAIL' ? 'done' : 'gate';
}
