import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { listOrLeaveOut } from './list-folder.ts';

/** Most names of a folder that are looked into to know what it is. */
const lookLimit = 1000;

/**
 * The root of the MLflow file store (`mlruns`) that a folder is, is the `models` of, or has in it; undefined where there is none. Absolute.
 * Never throws for what the file system refuses.
 */
export function findFileStoreRoot(folder: string): string | undefined {
  const path = resolve(folder);
  const candidates = [path, join(path, 'mlruns'), ...(basename(path) === 'models' ? [dirname(path)] : [])];
  return candidates.find(isFileStore);
}

/** A folder with registered models, or with experiments, which MLflow calls by numbers. */
function isFileStore(root: string): boolean {
  // An experiment has a folder `models` with a meta.yaml in each as well: those are logged, not registered.
  if (existsSync(join(root, 'meta.yaml'))) return false;
  return hasMeta(join(root, 'models'), /./) || hasMeta(root, /^[0-9]{1,32}$/);
}

/** Whether any folder in it, of those that are called like this, has a meta.yaml. */
function hasMeta(folder: string, names: RegExp): boolean {
  const folders = listOrLeaveOut({ path: folder, shown: '' }, () => undefined)?.folders ?? [];
  const wanted = folders.filter(name => names.test(name)).slice(0, lookLimit);
  return wanted.some(name => existsSync(join(folder, name, 'meta.yaml')));
}
