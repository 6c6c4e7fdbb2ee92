import { dirname } from 'node:path';
import { isServingFile } from '../../core/serving/serving-file.ts';
import { findVariable, type Variables } from '../../core/settings/read-environment.ts';
import { originalsFileVariable } from '../../core/settings/registry-text.ts';
import { findErrno } from '../files/file-errors.ts';
import { isNoJson, parseJsonObject } from '../files/read-json.ts';
import { readLinkedFile } from '../files/read-text-file.ts';
import { findTop, holdsPointers } from './find-working-tree.ts';
import { resolvePath } from './resolve-path.ts';

/** Largest file that is looked into to tell whose it is. */
const limitBytes = 1024 * 1024;

/**
 * The file that MODEL_REGISTRY_FILE names, as an absolute path, where that is S4's file of endpoints and not S2's file of models: two of
 * the originals call different files by this name. One that cannot be understood is that of the working tree it lies in, if S4 keeps
 * pointers there. Undefined for every other file.
 */
export async function findServingFile(
  variables: Variables,
  { workingFolder, homeFolder }: { readonly workingFolder: string; readonly homeFolder: string },
): Promise<string | undefined> {
  const named = findVariable(variables, originalsFileVariable);
  if (named === undefined || named.includes('\0')) return undefined;
  const path = resolvePath(named, workingFolder, homeFolder);
  try {
    const bytes = await readLinkedFile(path, limitBytes);
    if (bytes === undefined) return undefined;
    const reading = parseJsonObject(bytes);
    if (reading.ok) return isServingFile(reading.value) ? path : undefined;
    if (!isNoJson(reading.fault)) return undefined;
    const top = await findTop(dirname(path));
    return top !== undefined && (await holdsPointers(top)) ? path : undefined;
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return undefined;
  }
}
