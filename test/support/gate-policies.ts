import { makeBuiltInPolicy } from '../../src/adapters/policies/built-in-policies.ts';
import type { EvidenceFile, EvidenceValue, ReadEvidence } from '../../src/core/evidence/evidence-file.ts';
import type { GateInput, LiveBaseline } from '../../src/core/gate/evaluate-gate.ts';
import type { EvidenceSource, MetricsReference, Policy, Rule } from '../../src/core/gate/policy.ts';

/** When everything is judged, unless a test says otherwise. */
export const judgedAt = '2026-03-01T12:00:00.000Z';

/** The three metrics S0 judges everywhere. */
export const judgeMetrics = ['groundedness', 'answer_relevance', 'factual_correctness'] as const;

/** A policy of some rules over some sources. */
export function policyOf(evidence: readonly EvidenceSource[], rules: readonly Rule[]): Policy {
  return {
    name: 'test',
    description: '',
    maxAgeMs: 7 * 24 * 3600 * 1000,
    metrics: {},
    evidence,
    rules,
    statusFiles: 'none',
  };
}

/** A source of a policy, required unless a test says otherwise. */
export function sourceOf(
  name: string,
  format: EvidenceSource['format'],
  presence: EvidenceSource['presence'] = 'required',
): EvidenceSource {
  return { name, format, files: [`${name}.json`], presence };
}

export function thresholdRule(
  of: string,
  metric: string,
  operator: '>=' | '<=',
  threshold: number,
): Extract<Rule, { rule: 'threshold' }> {
  const [source = of, set = 'main'] = of.split('.');
  return {
    id: `${of}.${metric}`,
    rule: 'threshold',
    effect: 'blocks',
    of: { source, set },
    metric,
    operator,
    threshold,
    whenMissing: 'inconclusive',
  };
}

export function noRegressionRule(
  of: MetricsReference,
  metric: string,
  against: 'live' | MetricsReference,
  limit: { readonly by: 'absolute' | 'relative'; readonly value: number },
): Extract<Rule, { rule: 'noRegression' }> {
  return {
    id: `${of.source}.${metric}`,
    rule: 'noRegression',
    effect: 'blocks',
    of,
    metric,
    against,
    limit,
    whenMissing: 'inconclusive',
  };
}

/** S0's gate, as it comes with the program. */
export function ragPolicy(): Policy {
  return makeBuiltInPolicy('rag').policy;
}

/** S1's score, as it comes with the program. */
export function bleuPolicy(): Policy {
  return makeBuiltInPolicy('weighted-bleu').policy;
}

/** A file that was read, called after its source. */
export function readFile(name: string, value: EvidenceValue): ReadEvidence {
  return {
    name,
    value,
    sha256: `sha256 of ${name}`,
    sizeBytes: 100,
    writtenAt: '2026-03-01T10:00:00.000Z',
    path: `/results/${name}`,
  };
}

/** What was found of a source: one file, and the values of its repeat runs. */
export function evidence(
  source: string,
  value: EvidenceValue,
  repeats: readonly EvidenceValue[] = [],
): EvidenceFile {
  return {
    source,
    state: 'read',
    file: readFile(`${source}.json`, value),
    repeats: repeats.map((repeat, index) => readFile(`runs/${index + 1}/${source}.json`, repeat)),
  };
}

export function missingEvidence(source: string): EvidenceFile {
  return { source, state: 'missing', name: `${source}.json` };
}

/** The three judge metrics with one value. */
export function scores(value: EvidenceValue): Readonly<Record<(typeof judgeMetrics)[number], EvidenceValue>> {
  return { groundedness: value, answer_relevance: value, factual_correctness: value };
}

/** Values of the four files of S0 by source, all of which pass. */
export function goodRagValues(): Readonly<Record<'main' | 'slices' | 'smoke' | 'tuning', EvidenceValue>> {
  return {
    main: { ...scores(4), hallucination_score: 0.2, latency_total: 2.5, examples: 20 },
    slices: {
      dataset: 'slices',
      slice_fields: ['slice'],
      metrics: {
        slice: [
          { slice_value: 'pto', count: 7, metrics: scores(3.5) },
          { slice_value: 'payroll', count: 5, metrics: scores(3.8) },
        ],
      },
    },
    smoke: { ...scores(4), examples: 3 },
    tuning: {
      runs: [
        { run: 'baseline', dataset: 'main', overrides: {}, summary: scores(3.9) },
        { run: 'topk3', dataset: 'main', overrides: { retriever: { top_k: 3 } }, summary: scores(4) },
      ],
    },
  };
}

export function ragEvidence(
  values: Readonly<Record<string, EvidenceValue>> = goodRagValues(),
): readonly EvidenceFile[] {
  return Object.entries(values).map(([source, value]) => evidence(source, value));
}

/** The version v3 with some metrics, live under `latest`. */
export function liveVersion(metrics: Readonly<Record<string, number>>): LiveBaseline {
  return { state: 'live', alias: 'latest', version: 'v3', metadataSha256: 'digest of v3', metrics };
}

/** Everything a gate needs, nothing live, for the version v4. */
export function gateInput(
  policy: Policy,
  files: readonly EvidenceFile[],
  changes: Partial<GateInput> = {},
): GateInput {
  return {
    bound: { policy, sha256: 'digest of the policy', origin: 'built in' },
    evidence: files,
    subject: { model: 'frontshift-rag', version: 'v4', alias: 'latest' },
    live: { state: 'nothing-live', alias: 'latest' },
    deployed: [],
    digest: 'verified',
    own: { files: [], unbound: [], checks: [] },
    lost: [],
    earlierSources: [],
    candidacy: { name: undefined, since: undefined },
    place: 'kept',
    now: judgedAt,
    tool: 'lastgood test',
    ...changes,
  };
}
