import { defaultAlias } from '../../../core/registry/default-alias.ts';
import { describeGate } from '../documents/gate-document.ts';
import { judgeResultsHere } from '../judge-results.ts';
import { printGateReport } from '../print-gate.ts';
import { tell } from '../speak.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';
import { originalOptionRows, readModelName, readResultsFolder, resultsDirRow } from './original-options.ts';

/** S0's policy, where nothing is bound to the model. */
export const originalPolicy = 'rag';

export const computeQualityGateVerb = defineVerb({
  name: 'compute_quality_gate',
  group: "The originals' own commands",
  summary: 'judge a results folder and leave quality_gate.txt in it; as with S0 a FAIL exits 0',
  words: [],
  options: { 'model-name': originalOptionRows['model-name'], 'results-dir': resultsDirRow },
  run: async ({ host, global, options }) => {
    const model = readModelName(host, options['model-name']);
    const judging = await host.openJudging(global);
    const bound =
      (await judging.policies.findBound(model, defaultAlias)) ??
      (await judging.policies.getPolicy(originalPolicy));
    const results = readResultsFolder(host, options['results-dir']);
    const { report, written } = await judgeResultsHere(host, judging, {
      results,
      bound,
      statusFiles: 'write',
    });
    const status = report.verdict === 'PASS' ? 'PASS' : 'FAIL';
    tell(host, printGateReport(report, fitToOutput(host)));
    return {
      // As S0: a gate that fails is a result. Only what could not be judged is none.
      exitCode: exitCodeOf(report.verdict === 'ERROR' ? 'gate' : 'done'),
      document: () => describeGate(report, { written }, global),
      lines: () => [`Quality gate status: ${status}`],
    };
  },
});
