import { isMap, parseDocument } from 'yaml';
import type { Json } from '../../../core/history/canonical-json.ts';
import { isServingFile } from '../../../core/serving/serving-file.ts';
import { findObject, formatPythonJson, makeLossless, setMember } from '../../files/lossless-edit.ts';
import { parseLosslessJson } from '../../files/lossless-json.ts';
import { type JsonObject, parseJsonObject } from '../../files/read-json.ts';

/** A move of an alias of a family, with the image of the run that comes. */
export type ServedMove = {
  readonly family: string;
  readonly alias: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Its tag; undefined: nobody knows it. */
  readonly image: string | undefined;
};

/** The file after a move; or that it says so already; or why it stays as it is, in words that follow "not done:". */
export type ServingEdit =
  | { readonly edit: 'changed'; readonly bytes: Uint8Array }
  | { readonly edit: 'none' }
  | { readonly edit: 'refused'; readonly problem: string };

const notServing = 'it holds something that is neither an endpoint nor the images of a family';

/** A text to be put in the place of another one, by the two keys that lead to it. */
type Replacement = { readonly id: string; readonly field: string; readonly text: string };

/**
 * S4's file of endpoints with a move in it. Of a family with images the tag of the alias becomes that of the run that comes; of an
 * endpoint whose `ollama_name` names the run that leaves the name goes on to the other run. Nothing is added, and what names neither stays:
 * what a server calls its model is its own affair. Every other byte stays. Pure.
 */
export function editServingFile(bytes: Uint8Array, move: ServedMove): ServingEdit {
  const reading = parseJsonObject(bytes);
  if (!reading.ok) return { edit: 'refused', problem: `it cannot be read: ${reading.problem}` };
  if (!isServingFile(reading.value)) return { edit: 'refused', problem: notServing };
  const root = reading.value;
  const wanted = [...listImages(root, move), ...listNames(root, move)];
  if (wanted.length === 0 && namesImages(root, move) && move.to !== null)
    return { edit: 'refused', problem: `nobody knows the image of ${move.to}` };
  const changed = wanted.filter(({ id, field, text }) => textAt(root, id, field) !== text);
  if (changed.length === 0) return { edit: 'none' };
  return { edit: 'changed', bytes: Buffer.from(replaceTexts(bytes, changed)) };
}

/** Why a file would not be written whatever moves, in words that follow "not done:"; undefined where it may be. Pure. */
export function findServingProblem(bytes: Uint8Array): string | undefined {
  const reading = parseJsonObject(bytes);
  if (!reading.ok) return `it cannot be read: ${reading.problem}`;
  return isServingFile(reading.value) ? undefined : notServing;
}

function listImages(root: JsonObject, { family, alias, to, image }: ServedMove): readonly Replacement[] {
  if (textAt(root, family, alias) === undefined) return [];
  // S4 writes an empty tag where nothing is served.
  const text = to === null ? '' : image;
  return text === undefined ? [] : [{ id: family, field: alias, text }];
}

function namesImages(root: JsonObject, { family, alias }: ServedMove): boolean {
  return textAt(root, family, alias) !== undefined;
}

function listNames(root: JsonObject, { family, alias, from, to }: ServedMove): readonly Replacement[] {
  if (from === null || to === null) return [];
  return Object.keys(root).flatMap(id => {
    const name = textAt(root, id, 'ollama_name');
    if (name === undefined || !isOfAlias(`${id} ${textAt(root, id, 'label') ?? ''}`, alias)) return [];
    const leaving = [`${family}_${from}`, `${family}-${from}`].find(each => name === each);
    if (leaving === undefined) return [];
    return [{ id, field: 'ollama_name', text: `${leaving.slice(0, -from.length)}${to}` }];
  });
}

function isOfAlias(names: string, alias: string): boolean {
  return names
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .includes(alias);
}

function textAt(root: JsonObject, id: string, field: string): string | undefined {
  const entry = Object.hasOwn(root, id) ? root[id] : undefined;
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry) || !Object.hasOwn(entry, field))
    return undefined;
  const value = (entry as { readonly [key: string]: Json })[field];
  return typeof value === 'string' ? value : undefined;
}

/** In its own layout where that can be proven to say what is wanted, else in Python's. */
function replaceTexts(bytes: Uint8Array, wanted: readonly Replacement[]): string {
  const decoded = Buffer.from(bytes).toString('utf8');
  const mark = decoded.startsWith('\ufeff') ? '\ufeff' : '';
  const text = decoded.slice(mark.length);
  const rewritten = rewrite(bytes, wanted);
  const spliced = splice(text, wanted);
  const isProven = spliced !== undefined && isSameJson(spliced, rewritten);
  return `${mark}${isProven ? spliced : `${rewritten}\n`}`;
}

function splice(text: string, wanted: readonly Replacement[]): string | undefined {
  // JSON is YAML, and YAML tells where each value stands.
  const document = parseDocument(text, { keepSourceTokens: false, uniqueKeys: false });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const places: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  for (const { id, field, text: value } of wanted) {
    const node: unknown = document.getIn([id, field], true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    if (!Array.isArray(range)) return undefined;
    places.push({ start: Number(range[0]), end: Number(range[1]), text: JSON.stringify(value) });
  }
  return places
    .sort((one, other) => other.start - one.start)
    .reduce((all, place) => `${all.slice(0, place.start)}${place.text}${all.slice(place.end)}`, text);
}

function rewrite(bytes: Uint8Array, wanted: readonly Replacement[]): string {
  const reading = parseLosslessJson(bytes);
  let root = reading.ok && reading.value.is === 'object' ? reading.value : undefined;
  for (const { id, field, text } of wanted) {
    const entry = root && findObject(root, id);
    if (root !== undefined && entry !== undefined)
      root = setMember(root, id, setMember(entry, field, makeLossless(text)));
  }
  return root === undefined ? '' : formatPythonJson(root);
}

function isSameJson(one: string, other: string): boolean {
  const [first, second] = [one, other].map(text => parseJsonObject(Buffer.from(text)));
  return (
    first?.ok === true && second?.ok === true && JSON.stringify(first.value) === JSON.stringify(second.value)
  );
}
