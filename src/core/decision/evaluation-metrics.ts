import type { EvidenceFile, ReadEvidence } from '../evidence/evidence-file.ts';
import { asObject, type EvidenceObject, readMember } from '../evidence/evidence-object.ts';
import type { MetricReading } from '../evidence/metric-readings.ts';
import { parseEvidence } from '../evidence/parse-evidence.ts';
import { type EvidenceSource, mainSet } from '../gate/policy.ts';
import { checkReading } from '../gate/read-metric.ts';
import { describeMetric } from '../registry/metric.ts';
import { formatScore } from './format-score.ts';
import { recordedScore } from './score.ts';

/** The results of an evaluation, as far as they could be read. */
export type EvaluationMetrics = {
  /** undefined: it could not be read, and every metric is broken for that reason. */
  readonly file: ReadEvidence | undefined;
  readonly values: EvidenceObject;
  /** A reading for every name, held against its unit. */
  readonly readMetric: (metric: string) => MetricReading;
};

/** S1's `metrics.json` as a source of evidence, under whatever name it has. Pure. */
export function sourceOfMetrics(fileName: string): EvidenceSource {
  return { name: 'metrics', format: 'summary', files: [fileName], presence: 'required' };
}

/** The results of an evaluation. What is wrong with the file is said by every metric of it. Pure. */
export function readEvaluation(source: EvidenceSource, found: EvidenceFile): EvaluationMetrics {
  const parsed = parseEvidence(source, found);
  if (parsed.state === 'missing') return unreadable(`there is no ${parsed.name}`);
  if (parsed.state === 'unusable')
    return unreadable(`${parsed.name} cannot be used, it is ${parsed.problem}`);
  const set = parsed.sets.get(mainSet);
  const file = found.state === 'read' ? found.file : undefined;
  if (set === undefined || file === undefined) return unreadable(`${parsed.name} holds no metrics`);
  const where = parsed.name;
  const readMetric = (metric: string): MetricReading => {
    const unit = describeMetric(metric).unit || (set.unitOf(metric) ?? '');
    return checkReading(set.get(metric), { metric, unit, set, where });
  };
  return { file, values: asObject(file.value) ?? {}, readMetric };
}

function unreadable(problem: string): EvaluationMetrics {
  return { file: undefined, values: {}, readMetric: () => ({ state: 'broken', problem }) };
}

/** Largest difference between the score a file has and ours that is taken for rounding. */
const scoreTolerance = 1e-9;

/**
 * What a person should know when the evaluation wrote another score than its own metrics give, as it does with weights that were
 * set elsewhere; undefined when they agree or there is none. Its score is never used. Pure.
 */
export function findScoreDifference(metrics: EvaluationMetrics, score: number | null): string | undefined {
  const written = readMember(metrics.values, recordedScore);
  if (
    metrics.file === undefined ||
    typeof written !== 'number' ||
    score === null ||
    Math.abs(written - score) <= scoreTolerance
  )
    return undefined;
  return `${metrics.file.name} has ${recordedScore} ${formatScore(written)}; by the weights in force its metrics give ${formatScore(score)}, which counts.`;
}
