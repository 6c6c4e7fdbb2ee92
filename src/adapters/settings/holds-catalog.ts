import { join } from 'node:path';
import type { Json } from '../../core/history/canonical-json.ts';
import { findErrno } from '../files/file-errors.ts';
import { parsePythonJson } from '../files/parse-python-json.ts';
import { readLinkedFile } from '../files/read-text-file.ts';
import { isThere } from './is-there.ts';

/** How S2 calls its file of models. */
export const usualName = 'registry.json';

/** Largest file that is looked into to tell what it is. */
const limitBytes = 128 * 1024 * 1024;

/** Our folder beside a file of models. Pure. */
export function placeOwn(file: string): string {
  return file.replace(/(?:\.json)?$/i, '.lastgood');
}

/** Whether a folder has a file of models that S2 may have written, or our folder of one. */
export async function holdsCatalog(folder: string): Promise<boolean> {
  const file = join(folder, usualName);
  if (await isThere(placeOwn(file))) return true;
  try {
    const bytes = await readLinkedFile(file, limitBytes);
    const reading = bytes === undefined ? undefined : parsePythonJson(bytes);
    return reading?.ok === true && looksLikeModels(reading.value as Json);
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return false;
  }
}

/** Models by name, each with its versions by name: under `models`, or alone. Whether it can be opened is found out by opening it. */
function looksLikeModels(root: Json): boolean {
  if (!isObject(root)) return false;
  const { models } = root;
  if (isObject(models) && Object.keys(models).length === 0) return true;
  return [root, ...(isObject(models) ? [models] : [])].some(each =>
    Object.values(each).some(model => isObject(model) && isObject(model['versions'])),
  );
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
