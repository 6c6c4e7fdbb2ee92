import type { Json } from '../../core/history/canonical-json.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import { md5Form } from './dvc-output.ts';

/**
 * What lastgood writes into a pointer about the run it is of: DVC keeps `meta` and gives it no meaning. A note speaks of one digest: after
 * somebody else changed the pointer it says nothing.
 */
export type PointerNote = {
  /** Name of the run. */
  readonly run: string;
  /** The digest it speaks of. */
  readonly md5: string;
};

/** A note as it stands under `meta`. Pure. @see parseNote */
export function formatNote({ run, md5 }: PointerNote): {
  readonly lastgood: { readonly [key: string]: Json };
} {
  return { lastgood: { run, md5 } };
}

/** The note in what stands under `meta`; undefined where there is none, and for one that speaks of another digest. Pure. */
export function parseNote(meta: Json | undefined, md5: string): PointerNote | undefined {
  const note = memberOf(meta, 'lastgood');
  const run = memberOf(note, 'run');
  const said = memberOf(note, 'md5');
  if (typeof run !== 'string' || findNameProblem(run) !== undefined) return undefined;
  return typeof said === 'string' && md5Form.test(said) && said === md5 ? { run, md5 } : undefined;
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as { readonly [key: string]: Json })[key] : undefined;
}
