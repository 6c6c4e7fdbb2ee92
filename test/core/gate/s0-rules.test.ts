import { describe, expect, test } from 'vitest';
import type { EvidenceFile, EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';
import { evaluateGate } from '../../../src/core/gate/evaluate-gate.ts';
import type { Verdict } from '../../../src/core/gate/report.ts';
import {
  evidence,
  gateInput,
  goodRagValues,
  judgeMetrics,
  missingEvidence,
  ragEvidence,
  ragPolicy,
  scores,
} from '../../support/gate-policies.ts';

type Source = keyof ReturnType<typeof goodRagValues>;

/** What the original writes, or `stale` when it dies and leaves the file of the last time. */
type Original = 'PASS' | 'FAIL' | 'stale';

/** A row: one metric of one file at one value, everything else good. `defect`: why we do not do as the original. */
type Row = {
  readonly source: Source;
  readonly metric: string;
  /** undefined: left out. */
  readonly value: EvidenceValue | undefined;
  readonly original: Original;
  readonly ours: Verdict;
  readonly defect?: string;
};

const besides = (value: number, side: 'under' | 'over'): number => {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (side === 'over' ? 1n : -1n));
  return bits.getFloat64(0);
};

/** At, just under, just over a threshold, and missing. The original takes a missing metric for the worst there is. */
function rowsOf(source: Source, metric: string, operator: '>=' | '<=', threshold: number): readonly Row[] {
  const isLeast = operator === '>=';
  const under: 'PASS' | 'FAIL' = isLeast ? 'FAIL' : 'PASS';
  const over: 'PASS' | 'FAIL' = isLeast ? 'PASS' : 'FAIL';
  return [
    { source, metric, value: threshold, original: 'PASS', ours: 'PASS' },
    { source, metric, value: besides(threshold, 'under'), original: under, ours: under },
    { source, metric, value: besides(threshold, 'over'), original: over, ours: over },
    { source, metric, value: undefined, original: 'FAIL', ours: 'INCONCLUSIVE' },
  ];
}

const rows: readonly Row[] = [
  ...judgeMetrics.flatMap(metric => rowsOf('main', metric, '>=', 3)),
  ...rowsOf('main', 'hallucination_score', '<=', 0.5),
  ...rowsOf('main', 'latency_total', '<=', 5),
  ...judgeMetrics.flatMap(metric => rowsOf('slices', metric, '>=', 3)),
  ...judgeMetrics.flatMap(metric => rowsOf('smoke', metric, '>=', 3)),
  ...judgeMetrics
    .flatMap(metric => rowsOf('tuning', metric, '>=', 3.9))
    .map(row =>
      row.value === undefined
        ? {
            ...row,
            original: 'stale' as const,
            defect: 'a missing key ends the program and leaves the last verdict',
          }
        : row,
    ),
  ...[null, '4'].map(
    (value): Row => ({
      source: 'main',
      metric: 'groundedness',
      value,
      original: 'stale',
      ours: value === null ? 'INCONCLUSIVE' : 'ERROR',
      defect: 'null or a text ends the program and leaves the last verdict, a PASS perhaps',
    }),
  ),
  { source: 'main', metric: 'groundedness', value: Number.NaN, original: 'FAIL', ours: 'ERROR' },
  {
    source: 'main',
    metric: 'latency_total',
    value: 0,
    original: 'PASS',
    ours: 'INCONCLUSIVE',
    defect: 'B0.15: without timings the latency is 0, which passes',
  },
  {
    source: 'main',
    metric: 'groundedness',
    value: Number.POSITIVE_INFINITY,
    original: 'PASS',
    ours: 'ERROR',
    defect: 'an infinite number passes',
  },
  {
    source: 'main',
    metric: 'groundedness',
    value: 64,
    original: 'PASS',
    ours: 'ERROR',
    defect: 'B0.6: a value that its scale does not have passes',
  },
];

/** The files of a row, in the shapes that the original's gate reads. */
function filesOf({ source, metric, value }: Row): readonly EvidenceFile[] {
  const good = { ...goodRagValues(), slices: { slices: { pto: scores(4) } }, tuning: tuningOf(scores(4)) };
  const changed = (values: object): EvidenceValue => {
    const { [metric]: _, ...others } = values as Record<string, EvidenceValue>;
    return value === undefined ? others : { ...others, [metric]: value };
  };
  const files: Record<Source, EvidenceValue> = {
    ...good,
    ...(source === 'main' || source === 'smoke' ? { [source]: changed(good[source] as object) } : {}),
    ...(source === 'slices' ? { slices: { slices: { pto: changed(scores(4)) } } } : {}),
    ...(source === 'tuning' ? { tuning: tuningOf(changed(scores(4))) } : {}),
  };
  return ragEvidence(files);
}

function tuningOf(best: EvidenceValue): EvidenceValue {
  return { baseline: { summary: scores(3.9) }, best: { summary: best } };
}

function judge(files: readonly EvidenceFile[]): Verdict {
  return evaluateGate(gateInput(ragPolicy(), files)).verdict;
}

describe('each number of the S0 gate, at its threshold, beside it and missing', () => {
  test.each(rows)('$source $metric of $value: $original there, $ours here', row => {
    expect(judge(filesOf(row))).toBe(row.ours);
  });

  test('only where a defect is named do we let pass or stop what the original does not', () => {
    const different = rows.filter(
      ({ original, ours, defect }) => (original === 'PASS') !== (ours === 'PASS') && defect === undefined,
    );
    expect(different).toEqual([]);
  });

  test('nothing that stopped the original passes here', () => {
    expect(rows.filter(({ original, ours }) => original !== 'PASS' && ours === 'PASS')).toEqual([]);
  });
});

describe('each file of the S0 gate, missing', () => {
  test.each([
    ['main', 'stale', 'ERROR'],
    ['slices', 'stale', 'ERROR'],
    ['smoke', 'FAIL', 'ERROR'],
    ['tuning', 'PASS', 'PASS'],
  ] as const)('%s: %s there, %s here', (source, _, ours) => {
    const files = ragEvidence().map(file => (file.source === source ? missingEvidence(source) : file));
    expect(judge(files)).toBe(ours);
  });
});

describe('defects of the original', () => {
  const withFile = (source: Source, value: EvidenceValue): readonly EvidenceFile[] =>
    ragEvidence().map(file => (file.source === source ? evidence(source, value) : file));

  test('B0.4: slices as the evaluation writes them are judged, and 0.1 does not pass', () => {
    const slice = [{ slice_value: 'pto', count: 7, metrics: scores(0.1) }];
    expect(
      judge(withFile('slices', { dataset: 'slices', slice_fields: ['slice'], metrics: { slice } })),
    ).toBe('FAIL');
  });

  test.each([[{ slices: {} }], [{ metrics: { slice: [] } }]])(
    'B0.4: no slices, as in %j, prove nothing',
    report => {
      expect(judge(withFile('slices', report))).toBe('INCONCLUSIVE');
    },
  );

  test('B0.5: runs as the tuning writes them are judged, and a best below the baseline does not pass', () => {
    const runs = [
      { run: 'baseline', dataset: 'main', overrides: {}, summary: scores(4) },
      { run: 'topk3', dataset: 'main', overrides: { retriever: { top_k: 3 } }, summary: scores(3.5) },
    ];
    expect(judge(withFile('tuning', { runs }))).toBe('FAIL');
  });

  test('B0.5: a tuning report without a baseline proves nothing', () => {
    expect(judge(withFile('tuning', { runs: [{ run: 'topk3', summary: scores(4) }] }))).toBe('INCONCLUSIVE');
  });

  test('B0.6: a hallucination score on the scale of the judge is a conflict of units, said in words', () => {
    const main = { ...(goodRagValues().main as object), hallucination_score: 4.2 };
    const report = evaluateGate(gateInput(ragPolicy(), withFile('main', main)));
    expect(report.verdict).toBe('ERROR');
    expect(report.rules.find(({ id }) => id === 'main.hallucination_score')?.reason).toBe(
      'hallucination_score is 4.2, which is no ratio 0..1; it looks like a judge score 0..5, in main.json.',
    );
  });

  test('B0.13: a bias report that is missing is an error, never passed over', () => {
    const files = ragEvidence().map(file => (file.source === 'slices' ? missingEvidence('slices') : file));
    const report = evaluateGate(gateInput(ragPolicy(), files));
    expect(report.rules.find(({ id }) => id === 'slices')).toMatchObject({
      verdict: 'ERROR',
      reason: 'slices.json is missing.',
      remedy: 'Evaluate it and add slices.json.',
    });
  });

  test('B0.15: a latency of 0 is no measurement', () => {
    const main = { ...(goodRagValues().main as object), latency_total: 0 };
    const report = evaluateGate(gateInput(ragPolicy(), withFile('main', main)));
    expect(report.rules.find(({ id }) => id === 'main.latency_total')).toMatchObject({
      verdict: 'INCONCLUSIVE',
      reason: 'latency_total is 0 s, which is no measurement, in main.json.',
    });
  });
});
