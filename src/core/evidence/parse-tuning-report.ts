import {
  describeBadRepeat,
  type EvidenceContent,
  type EvidenceParser,
  noSlices,
  refuse,
} from './evidence-content.ts';
import type { EvidenceValue, ReadEvidence } from './evidence-file.ts';
import { asList, asObject, describeValue, type EvidenceObject, readMember } from './evidence-object.ts';
import type { MetricSet } from './metric-readings.ts';
import {
  createEmptySet,
  createMetricSet,
  createRunReader,
  listMetricNames,
  nameSet,
  unitsMember,
} from './metric-set.ts';

/** Metrics a tuning run is judged by, as S0's gate does. */
const tuningMetrics = ['groundedness', 'answer_relevance', 'factual_correctness'] as const;

/** A run of a tuning report. */
type TuningRun = {
  readonly name: string;
  readonly dataset: string;
  readonly isUnchanged: boolean;
  readonly values: EvidenceValue | undefined;
};

/**
 * Reads `tuning_report.json` in both shapes: {baseline, best}, as S0's gate wants it, and {runs} or a bare list of runs, as S0's tuning
 * writes it. The sets are `baseline` and `best`, of one dataset; where a run is missing its set is there and says so. Pure.
 * @see tuning_runner.py and compute_quality_gate.py of the original
 */
export const parseTuningReport: EvidenceParser = (file, repeats) => {
  const runs = listRuns(file);
  if (!runs.ok) return runs;
  const others: (readonly TuningRun[])[] = [];
  for (const repeat of repeats) {
    const found = listRuns(repeat);
    if (!found.ok) return refuse(describeBadRepeat(repeat, found.problem));
    others.push(found.runs);
  }
  const baseline = findBaseline(runs.runs);
  const best = baseline === undefined ? undefined : findBest(runs.runs, baseline);
  const units = readMember(asObject(file.value) ?? {}, unitsMember);
  const createSet = (set: string, run: TuningRun | undefined, missing: string): MetricSet =>
    run === undefined
      ? createEmptySet(`${missing} in ${file.name}`)
      : createMetricSet({
          read: createRunReader(run.values, nameSet(file.name, set)),
          repeats: others.map((other, index) =>
            createRunReader(
              other.find(candidate => isSameRun(candidate, run))?.values,
              nameSet(repeats[index]?.name ?? file.name, set),
            ),
          ),
          listNames: () => listMetricNames(asObject(run.values) ?? {}),
          units,
        });
  const missingBest =
    baseline === undefined ? 'there is no baseline run' : 'there is no run beside the baseline';
  return {
    ok: true,
    sets: new Map([
      ['baseline', createSet('baseline', baseline, 'there is no baseline run')],
      ['best', createSet('best', best, missingBest)],
    ]),
    ...noSlices,
  };
};

type FoundRuns =
  | { readonly ok: true; readonly runs: readonly TuningRun[] }
  | Extract<EvidenceContent, { ok: false }>;

function listRuns({ value }: ReadEvidence): FoundRuns {
  const report = asObject(value);
  const named = report === undefined ? [] : ['baseline', 'best'].filter(key => Object.hasOwn(report, key));
  if (report !== undefined && named.length > 0) {
    const runs = named.map(key => createRun(key, readMember(report, key) ?? null));
    return { ok: true, runs };
  }
  const list = asList(report === undefined ? value : readMember(report, 'runs'));
  if (list === undefined)
    return refuse('no tuning report: it has neither a list of runs nor baseline and best');
  const runs: TuningRun[] = [];
  for (const [index, entry] of list.entries()) {
    const run = asObject(entry);
    if (run === undefined)
      return refuse(`no tuning report: run ${index + 1} is ${describeValue(entry)}, not an object`);
    runs.push(createRun(readText(run, 'run') ?? '', entry));
  }
  return { ok: true, runs };
}

function createRun(name: string, entry: EvidenceValue): TuningRun {
  const object = asObject(entry);
  if (object === undefined) return { name, dataset: '', isUnchanged: false, values: entry };
  const overrides = asObject(readMember(object, 'overrides'));
  return {
    name,
    dataset: readText(object, 'dataset') ?? '',
    isUnchanged: overrides !== undefined && Object.keys(overrides).length === 0,
    values: Object.hasOwn(object, 'summary') ? readMember(object, 'summary') : entry,
  };
}

function readText(object: EvidenceObject, key: string): string | undefined {
  const value = readMember(object, key);
  return typeof value === 'string' ? value : undefined;
}

function findBaseline(runs: readonly TuningRun[]): TuningRun | undefined {
  return runs.find(run => run.name === 'baseline' || run.isUnchanged);
}

function isSameRun(one: TuningRun, other: TuningRun): boolean {
  return one.name === other.name && one.dataset === other.dataset;
}

/**
 * The run to hold against the baseline: one called `best`; else the best on average of those at least as good on every metric, or of
 * all when there is none. Runs on other data are not compared.
 */
function findBest(runs: readonly TuningRun[], baseline: TuningRun): TuningRun | undefined {
  const others = runs.filter(run => run !== baseline && run.dataset === baseline.dataset);
  const named = others.find(run => run.name === 'best');
  if (named !== undefined) return named;
  const base = readScores(baseline);
  const scored = others.flatMap(run => {
    const scores = readScores(run);
    return scores === undefined ? [] : [{ run, scores }];
  });
  const atLeastAsGood = scored.filter(({ scores }) =>
    scores.every((score, index) => base !== undefined && score >= (base[index] ?? Number.POSITIVE_INFINITY)),
  );
  const [first, ...further] = atLeastAsGood.length > 0 ? atLeastAsGood : scored;
  if (first === undefined) return others[0];
  return further.reduce((best, next) => (mean(next.scores) > mean(best.scores) ? next : best), first).run;
}

/** The three scores of a run; undefined when one of them is no finite number. */
function readScores(run: TuningRun): readonly number[] | undefined {
  const read = createRunReader(run.values, run.name);
  const scores = tuningMetrics.flatMap(metric => {
    const reading = read(metric);
    return reading.state === 'number' ? [reading.value] : [];
  });
  return scores.length === tuningMetrics.length ? scores : undefined;
}

function mean(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score / scores.length, 0);
}
