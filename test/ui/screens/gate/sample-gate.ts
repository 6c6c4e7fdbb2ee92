import { judgeGate, type PolicyState } from '../../../../src/core/gate/gate-standing.ts';
import type { BoundPolicy, Policy } from '../../../../src/core/gate/policy.ts';
import type { BoundFile, GateReport, RuleResult } from '../../../../src/core/gate/report.ts';
import type { GatedFact } from '../../../../src/core/history/entry.ts';
import type { FileCheck } from '../../../../src/core/ports/registry.ts';
import type { GateView } from '../../../../src/core/session/gate-view.ts';
import type { LoadedVersions } from '../../../../src/core/session/load-model.ts';
import { chainOf, loadedVersions, modelIndex, moveLatest, now } from '../models/sample-registry.ts';

/** When the verdicts of the samples were made: three hours and a quarter before the screens are seen. */
export const evaluatedAt = '2026-11-21T05:30:00.000Z';
/** Until when they count. */
export const expiresAt = '2026-11-28T05:30:00.000Z';

/** A policy of S0's kind, with three rules. */
export const ragPolicy: Policy = {
  name: 'rag',
  description: 'S0',
  maxAgeMs: 7 * 24 * 3600 * 1000,
  metrics: {},
  evidence: [
    { name: 'main', format: 'summary', files: ['core_eval_main/summary.json'], presence: 'required' },
    { name: 'slices', format: 'bias-report', files: ['bias_report.json'], presence: 'required' },
  ],
  rules: [
    {
      ...{ rule: 'threshold', id: 'main.groundedness', effect: 'blocks', whenMissing: 'inconclusive' },
      ...{ of: { source: 'main', set: 'main' }, metric: 'groundedness', operator: '>=', threshold: 3 },
    },
    {
      ...{ rule: 'slices', id: 'slices', effect: 'blocks', source: 'slices' },
      ...{ metrics: ['groundedness'], operator: '>=', threshold: 3 },
    },
    { rule: 'digest', id: 'files', effect: 'advises' },
  ],
  statusFiles: 'quality-gate',
};

/** The policy of the samples as it is bound. */
export const boundRag: BoundPolicy = { policy: ragPolicy, sha256: '5ea1'.repeat(16), origin: 'built in' };

/** One rule, passed by a comfortable margin, with what a test changes. */
export function ruleResult(id: string, changes: Partial<RuleResult> = {}): RuleResult {
  return {
    id,
    rule: 'threshold',
    effect: 'blocks',
    verdict: 'PASS',
    file: 'core_eval_main/summary.json',
    metric: 'groundedness',
    operator: '>=',
    threshold: 3,
    value: 4.1,
    margin: 1.1,
    unit: 'score 0..5',
    noiseBand: null,
    reason: `${id} is 4.1, at least 3.`,
    remedy: null,
    slices: [],
    sliceCounts: null,
    ...changes,
  };
}

/** Rules with every verdict there is, in the order of a policy. */
export const mixedRules: readonly RuleResult[] = [
  ruleResult('main.groundedness'),
  ruleResult('main.answer_relevance', { value: 3.05, margin: 0.05, reason: '3.05 is at least 3.' }),
  ruleResult('main.latency_total', {
    ...{ verdict: 'FAIL', metric: 'latency_total', operator: '<=', threshold: 5, value: 6.4, margin: -1.4 },
    ...{ unit: 's', reason: 'latency_total in core_eval_main/summary.json is 6.4 s, more than 5 s.' },
    remedy: 'latency_total of at most 5 s.',
    noiseBand: 0.2,
  }),
  ruleResult('main.hallucination_score', {
    ...{ verdict: 'ERROR', metric: 'hallucination_score', operator: '<=', threshold: 0.5, value: 4.2 },
    ...{ margin: null, unit: 'ratio', reason: '4.2 is no ratio 0..1; it looks like a judge score 0..5.' },
    remedy: 'A hallucination_score between 0 and 1.',
  }),
  ruleResult('slices', {
    ...{ rule: 'slices', verdict: 'FAIL', file: 'bias_report.json', value: 2.1, margin: -0.9 },
    reason: 'groundedness is 2.1 in the slice pto, less than 3.',
    remedy: 'groundedness of at least 3 in every slice.',
    slices: [
      { field: 'slice', slice: 'pto', count: 7, metric: 'groundedness', value: 2.1, verdict: 'FAIL' },
      {
        field: 'slice',
        slice: 'leave',
        count: null,
        metric: 'groundedness',
        value: null,
        verdict: 'INCONCLUSIVE',
      },
    ],
    sliceCounts: { all: 14, bad: 2 },
  }),
  ruleResult('tuning.groundedness', {
    ...{ rule: 'noRegression', verdict: 'SKIPPED', file: null, operator: null, threshold: null },
    ...{ value: null, margin: null, reason: 'There is no tuning report.' },
  }),
  ruleResult('smoke.groundedness', {
    ...{ verdict: 'INCONCLUSIVE', value: null, margin: null, effect: 'advises' },
    reason: 'smoke_summary.json has no groundedness.',
  }),
];

/** Files a verdict stands on. */
export const boundFiles: readonly BoundFile[] = [
  {
    source: 'main',
    name: 'core_eval_main/summary.json',
    sha256: '1a2b3c4d'.repeat(8),
    sizeBytes: 1536,
    place: 'kept',
  },
  {
    source: 'version',
    name: 'metadata.json',
    sha256: '99887766'.repeat(8),
    sizeBytes: 812,
    place: 'version',
  },
];

/** A report about v3 for `latest`; FAIL by the mixed rules unless told. */
export function gateReport(changes: Partial<GateReport> = {}): GateReport {
  return {
    format: 1,
    tool: 'lastgood 0.1.0',
    evaluatedAt,
    expiresAt,
    policy: { name: 'rag', sha256: boundRag.sha256, origin: 'built in' },
    subject: { model: 'support-rag', version: 'v3', alias: 'latest' },
    verdict: 'ERROR',
    rules: mixedRules,
    files: boundFiles,
    baseline: null,
    decision: null,
    ...changes,
  };
}

/** A verdict on v3 for `latest` as the history has it. */
export function gatedFact(changes: Partial<GatedFact> = {}): GatedFact & { readonly kind: 'gated' } {
  return {
    kind: 'gated',
    ...{ version: 'v3', alias: 'latest', verdict: 'ERROR', policy: 'rag', policySha256: boundRag.sha256 },
    ...{ reportSha256: 'f00d'.repeat(16), evaluatedAt, expiresAt },
    ...changes,
  };
}

/** A model with v2 live, and verdicts on record. */
export function judgedModel(
  facts: readonly (GatedFact & { readonly kind: 'gated' })[],
  policy: PolicyState | 'none' = { state: 'bound', bound: boundRag },
  model = 'support-rag',
): LoadedVersions {
  const entries = chainOf(model, [
    moveLatest(null, 'v2'),
    ...facts.map(fact => ({ action: 'gate' as const, moves: [], facts: [fact], actor: 'ci@example.org' })),
  ]);
  const policies = new Map(policy === 'none' ? [] : [['latest', policy] as const]);
  return loadedVersions(modelIndex(model, 3, { entries }), () => ({}), policies);
}

/** Checks of the bound files, all as judged unless told. */
export function checksOf(changes: Readonly<Record<string, Partial<FileCheck>>> = {}): readonly FileCheck[] {
  return boundFiles.map(({ name }) => ({ name, outcome: 'verified', detail: '', ...changes[name] }));
}

/** The gate of v3 for `latest`, judged as the history of the loaded model says. */
export function gateView(loaded: LoadedVersions, changes: Partial<GateView> = {}): GateView {
  const policy = loaded.policies.get('latest');
  const history = loaded.status.effective;
  return {
    loaded,
    version: 'v3',
    alias: 'latest',
    policy: policy?.state === 'bound' ? policy.bound : undefined,
    standing: judgeGate({ history, version: 'v3', alias: 'latest', policy, now }),
    report: undefined,
    reportProblem: undefined,
    checks: [],
    baselineMoved: undefined,
    wouldBlock: [],
    ...changes,
  };
}

/** The refusal of the samples, as a promotion would say it. */
export const refusal =
  'rag says ERROR for support-rag v3: main.hallucination_score: 4.2 is no ratio 0..1; it looks like a judge score 0..5; and 2 more. It needs a PASS.';

/** A gate with everything: a verdict of ERROR with every kind of rule, and a file that is not what was judged. */
export function troubledGate(): GateView {
  return gateView(judgedModel([gatedFact()]), {
    report: gateReport(),
    checks: checksOf({
      'metadata.json': { outcome: 'differs', detail: 'it had 99887766 and has 12341234 now' },
    }),
    wouldBlock: [
      refusal,
      'metadata.json has changed since v3 was judged: it had 99887766 and has 12341234 now. It needs to be the file that was judged.',
    ],
  });
}

/** A gate that a promotion would pass. */
export function passedGate(): GateView {
  return gateView(judgedModel([gatedFact({ verdict: 'PASS' })]), {
    report: gateReport({ verdict: 'PASS', rules: mixedRules.slice(0, 2) }),
    checks: checksOf(),
  });
}
