import { posix } from 'node:path';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { JsonObject, Reading } from '../files/read-json.ts';
import type { DvcOutput } from './dvc-output.ts';
import { parseOutput } from './parse-output.ts';
import { type PointerNote, parseNote } from './pointer-note.ts';
import { parseYamlObject } from './read-yaml.ts';
import { isMapping, listOf, memberOf, textOf } from './yaml-fields.ts';

/** Largest `.dvc` file that is read. */
export const pointerLimitBytes = 256 * 1024;

/** What a `.dvc` file says. */
export type DvcPointer = {
  readonly output: DvcOutput;
  /** Safe to show. */
  readonly description: string | undefined;
  /** Which run it is of, by our own note in it. */
  readonly note: PointerNote | undefined;
  /** As written: `meta` of the file. */
  readonly meta: JsonObject | undefined;
};

/**
 * What the bytes of a `.dvc` file name: one output under a digest. A file that DVC would take in silence though it names nothing, such
 * as an empty one, is refused. `problem` is safe to show. Pure.
 * @param file where it stands, from the top of the tree on: its paths are taken from there
 */
export function parsePointer(bytes: Uint8Array, file: string): Reading<DvcPointer> {
  const reading = parseYamlObject(bytes);
  if (!reading.ok) return reading;
  const { value: fields } = reading;
  const outs = memberOf(fields, 'outs');
  const [first, ...others] = listOf(outs);
  if (first === undefined) return refuse('it names no output');
  if (others.length > 0) return refuse(`it names ${others.length + 1} outputs, and one is needed`);
  const output = parseOutput(first, findFolder(fields, file));
  if (!output.ok) return output;
  const out = isMapping(first) ? first : {};
  const meta = memberOf(fields, 'meta');
  const { md5 } = output.value;
  const description = textOf(memberOf(fields, 'desc')) ?? textOf(memberOf(out, 'desc'));
  return {
    ok: true,
    value: {
      output: output.value,
      description: description === undefined ? undefined : makeSafeText(description),
      note: parseNote(meta, md5) ?? parseNote(memberOf(out, 'meta'), md5),
      meta: isMapping(meta) ? meta : undefined,
    },
  };
}

/** Paths are taken from the folder of the file, or from the one it names. */
function findFolder(fields: JsonObject, file: string): string {
  const folder = posix.dirname(file);
  const named = textOf(memberOf(fields, 'wdir'));
  return named === undefined ? folder : posix.join(folder, named);
}

function refuse(problem: string): Reading<never> {
  return { ok: false, fault: 'malformed', problem };
}
