import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlaceFacts } from '../../core/settings/judge-place.ts';
import type { WantedRegistry } from '../../core/settings/wanted-registry.ts';
import { findErrno } from '../files/file-errors.ts';
import { isThere } from './is-there.ts';

/** How MLflow calls its folder where nobody names another. */
const usualStore = 'mlruns';

/** Most entries of a folder `models` that are looked at to tell what it is. */
const lookLimit = 1000;

/** Whether a folder is one in which MLflow keeps a registry by files: models in `models`, each with a `meta.yaml`. */
export async function holdsFileStore(folder: string): Promise<boolean> {
  // An experiment has such a folder as well, of models that are logged and not registered.
  if (await isThere(join(folder, 'meta.yaml'))) return false;
  try {
    let looked = 0;
    for await (const { name } of await opendir(join(folder, 'models'))) {
      looked += 1;
      if (looked > lookLimit) return false;
      if (await isThere(join(folder, 'models', name, 'meta.yaml'))) return true;
    }
    return false;
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return false;
  }
}

/**
 * The folder of MLflow's files that is meant by a folder: itself, or the `mlruns` in it, where that is what is named or nothing else is
 * there to be meant. Undefined where none is.
 */
export async function findFileStore(
  { kind }: WantedRegistry,
  path: string,
  facts: PlaceFacts,
): Promise<string | undefined> {
  if (facts.stands !== 'folder') return undefined;
  const isOpen = facts.holds === 'nothing' || facts.holds === 'something-else';
  if (kind === 'mlflow' ? await holdsFileStore(path) : kind !== undefined || !isOpen) return undefined;
  const below = join(path, usualStore);
  return (await holdsFileStore(below)) ? below : undefined;
}
