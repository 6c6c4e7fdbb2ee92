import type { Feedback } from '../votes/feedback.ts';
import type { ReadEvidence } from './evidence-file.ts';
import { asObject, describeValue, type EvidenceObject } from './evidence-object.ts';
import type { MetricSet, Slice } from './metric-readings.ts';

/** What a file holds by its format, or what it is instead: `problem` follows "is" and is safe to show. */
export type EvidenceContent =
  | {
      readonly ok: true;
      readonly sets: ReadonlyMap<string, MetricSet>;
      readonly slices: readonly Slice[];
      /** As in `ParsedEvidence`. */
      readonly sliceGaps: readonly string[];
      /** Of a format that holds votes; left out of all others. */
      readonly feedback?: Feedback;
    }
  | { readonly ok: false; readonly problem: string };

/** Of a format without slices. */
export const noSlices = { slices: [], sliceGaps: [] } as const;

/** Reads a file and its repeat runs by one format. Pure, and never throws whatever is in them. */
export type EvidenceParser = (file: ReadEvidence, repeats: readonly ReadEvidence[]) => EvidenceContent;

/** A file and its repeat runs as objects, in the order given; or what one of them is instead. Pure. */
export function readObjects(
  files: readonly ReadEvidence[],
):
  | { readonly ok: true; readonly objects: readonly EvidenceObject[] }
  | { readonly ok: false; readonly problem: string } {
  const objects: EvidenceObject[] = [];
  for (const [index, file] of files.entries()) {
    const object = asObject(file.value);
    if (object === undefined) {
      const problem = `${describeValue(file.value)}, not an object`;
      return refuse(index === 0 ? problem : describeBadRepeat(file, problem));
    }
    objects.push(object);
  }
  return { ok: true, objects };
}

/** What a file is when one of its repeat runs is something else than it should be. Pure. */
export function describeBadRepeat(repeat: ReadEvidence, problem: string): string {
  return `not to be relied on: its repeat run ${repeat.name} is ${problem}`;
}

/** A file that is not of its format. Pure. */
export function refuse(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}
