import { makeSafeText } from '../text/safe-text.ts';
import type { EvidenceValue } from './evidence-file.ts';
import { asObject, describeValue, type EvidenceObject, readMember } from './evidence-object.ts';
import type { Doubt } from './example-count.ts';
import type { MetricReading, MetricSet } from './metric-readings.ts';

/** A metric of one run. */
export type RunReading =
  | { readonly state: 'number'; readonly value: number }
  | Exclude<MetricReading, { readonly state: 'number' }>;

/** How a metric of one run is looked up. */
export type RunReader = (metric: string) => RunReading;

/** What a set is made of. */
export type MetricSetSource = {
  readonly read: RunReader;
  /** The same, of each repeat run. */
  readonly repeats: readonly RunReader[];
  readonly listNames: () => readonly string[];
  /** Member `units` of the file: unit by metric. */
  readonly units: EvidenceValue | undefined;
  /** Why no number of it counts, whatever it is; left out where nothing is against them. */
  readonly doubt?: Doubt | undefined;
};

/** The member of a file that declares units of its metrics. */
export const unitsMember = 'units';

const noRepeats: readonly number[] = [];
const shownName = 60;

/** Metrics that are looked up when they are asked for; nothing is copied. Pure. */
export function createMetricSet(source: MetricSetSource): MetricSet {
  const units = asObject(source.units);
  return {
    get: metric => source.doubt ?? readAllRuns(source, metric),
    get names() {
      return source.listNames();
    },
    unitOf: metric => readUnit(units, metric),
  };
}

/** A set without a number in it. Pure. @param problem why, in words that can stand alone */
export function createEmptySet(problem: string): MetricSet {
  return { get: () => ({ state: 'absent', problem }), names: [], unitOf: () => undefined };
}

/** Reads metrics that are members of an object. Pure. @param where what the object is, for people: the name of the file */
export function createRunReader(values: EvidenceValue | undefined, where: string): RunReader {
  const object = asObject(values);
  if (object !== undefined) return metric => readNumber(readMember(object, metric), metric, where);
  if (values === undefined || values === null)
    return metric => ({ state: 'absent', problem: `${nameMetric(metric)} is not in ${where}` });
  const problem = `${where} is ${describeValue(values)}, not an object`;
  return () => ({ state: 'broken', problem });
}

/** A value as a metric: finite, not there, or no number. Pure. */
export function readNumber(value: EvidenceValue | undefined, metric: string, where: string): RunReading {
  if (typeof value === 'number' && Number.isFinite(value)) return { state: 'number', value };
  const name = nameMetric(metric);
  if (value === undefined) return { state: 'absent', problem: `${name} is not in ${where}` };
  if (value === null) return { state: 'absent', problem: `${name} is null in ${where}` };
  return { state: 'broken', problem: `${name} is ${describeValue(value)} in ${where}, not a finite number` };
}

/** Names of the members that are metrics: numbers, and null where one is missing. Pure. */
export function listMetricNames(values: EvidenceObject): readonly string[] {
  return Object.keys(values).filter(name => {
    const value = readMember(values, name);
    return typeof value === 'number' || value === null;
  });
}

/** A finite number that was measured once. Pure. */
export function withoutRepeats(value: number): MetricReading {
  return { state: 'number', value, repeats: noRepeats };
}

/** The unit a file declares for a metric, safe to show; undefined where it says nothing. Pure. */
export function readUnit(units: EvidenceObject | undefined, metric: string): string | undefined {
  const unit = units === undefined ? undefined : readMember(units, metric);
  if (unit === undefined || unit === null) return undefined;
  return typeof unit === 'string' ? makeSafeText(unit, { limit: shownName }) : describeValue(unit);
}

/** What a set is called in a sentence: `summary.json`, `best of tuning_report.json`. Pure. */
export function nameSet(file: string, set: string): string {
  return set === 'main' ? file : `${set} of ${file}`;
}

/** A repeat run that has the metric and no number there spoils it; one that lacks it says nothing. */
function readAllRuns({ read, repeats }: MetricSetSource, metric: string): MetricReading {
  const main = read(metric);
  if (main.state !== 'number') return main;
  if (repeats.length === 0) return withoutRepeats(main.value);
  const readings = repeats.map(repeat => repeat(metric));
  const broken = readings.find(reading => reading.state === 'broken');
  if (broken !== undefined) return broken;
  const values = readings.flatMap(reading => (reading.state === 'number' ? [reading.value] : []));
  return { state: 'number', value: main.value, repeats: values };
}

function nameMetric(metric: string): string {
  return makeSafeText(metric, { limit: shownName });
}
