import { makeSafeText } from '../text/safe-text.ts';
import type { EvidenceValue } from './evidence-file.ts';
import { asObject, type EvidenceObject, readMember } from './evidence-object.ts';
import { type Doubt, doubtExamples, isCount } from './example-count.ts';
import type { MetricReading, MetricSet, Slice } from './metric-readings.ts';
import { createRunReader, listMetricNames, readNumber, readUnit, withoutRepeats } from './metric-set.ts';

/** What all slices of one field of a report have in common. */
export type SliceOrigin = {
  /** What the slices are by; safe to show. */
  readonly field: string;
  readonly file: string;
  /** Units the file declares, by metric. */
  readonly units: EvidenceObject | undefined;
};

/** What a slice is called, and what is wrong with that: nobody could tell which examples it is of. */
export type SliceName = { readonly text: string; readonly doubt: Doubt | undefined };

/** Longest name of a slice or of what slices are by, in characters. */
export const shownSliceName = 80;

/**
 * A slice as a report has it, looked at when it is asked: reports have tens of thousands of them, and a verdict shows a few. That is
 * why it is a class: what all have in common is made once.
 */
export class ReportedSlice implements Slice {
  readonly #origin: SliceOrigin;
  readonly #name: SliceName;
  readonly #entry: EvidenceValue;

  constructor(origin: SliceOrigin, name: SliceName, entry: EvidenceValue) {
    this.#origin = origin;
    this.#name = name;
    this.#entry = entry;
  }

  get field(): string {
    return this.#origin.field;
  }

  get value(): string {
    return makeSafeText(this.#name.text, { limit: shownSliceName });
  }

  get count(): number | null {
    const count = this.#readCount();
    return isCount(count) ? count : null;
  }

  get doubt(): Doubt | undefined {
    if (this.#name.doubt !== undefined) return this.#name.doubt;
    const count = this.#readCount();
    // Names are made safe only where there is something to say.
    if (count === undefined || (isCount(count) && count > 0)) return undefined;
    return doubtExamples(count, 'count', `slice ${this.value} of ${this.#origin.file}`);
  }

  get metrics(): MetricSet {
    return new SliceMetrics(this, this.#origin, this.#readValues());
  }

  #readCount(): EvidenceValue | undefined {
    const entry = asObject(this.#entry);
    return entry === undefined ? undefined : readMember(entry, 'count');
  }

  /** `{count, metrics: {…}}`, or the metrics themselves. */
  #readValues(): EvidenceValue {
    const entry = asObject(this.#entry);
    const metrics = entry === undefined ? undefined : readMember(entry, 'metrics');
    return metrics === undefined ? this.#entry : metrics;
  }
}

class SliceMetrics implements MetricSet {
  readonly #slice: Slice;
  readonly #origin: SliceOrigin;
  readonly #values: EvidenceValue;

  constructor(slice: Slice, origin: SliceOrigin, values: EvidenceValue) {
    this.#slice = slice;
    this.#origin = origin;
    this.#values = values;
  }

  get names(): readonly string[] {
    return listMetricNames(asObject(this.#values) ?? {}).filter(name => name !== 'count');
  }

  get(metric: string): MetricReading {
    const values = asObject(this.#values);
    const value = values === undefined ? undefined : readMember(values, metric);
    if (typeof value === 'number' && Number.isFinite(value)) return withoutRepeats(value);
    const where = `slice ${this.#slice.value} of ${this.#origin.file}`;
    const reading =
      values === undefined ? createRunReader(this.#values, where)(metric) : readNumber(value, metric, where);
    return reading.state === 'number' ? withoutRepeats(reading.value) : reading;
  }

  unitOf(metric: string): string | undefined {
    return readUnit(this.#origin.units, metric);
  }
}
