import { listFolder, type StoreFolder } from './list-folder.ts';

/** Where deleted experiments are. */
const trash = '.trash';

/** Folders of the store that are no experiments. */
const reserved: ReadonlySet<string> = new Set(['models', trash]);

/** A folder of a run, or of a logged model, and that of its experiment. */
export type Found = { readonly folder: StoreFolder; readonly experiment: StoreFolder };

/** The experiments of a store, those that are deleted last. Throws Node's error. */
export function listExperiments(root: string): readonly StoreFolder[] {
  const below = (shown: string): readonly StoreFolder[] =>
    (listFolder(shown === '' ? root : `${root}/${shown}`)?.folders ?? [])
      .filter(name => shown !== '' || !reserved.has(name))
      .map(name =>
        shown === ''
          ? { path: `${root}/${name}`, shown: name }
          : { path: `${root}/${shown}/${name}`, shown: `${shown}/${name}` },
      );
  return [...below(''), ...below(trash)];
}

/**
 * The folders that have one of the wanted names, in any experiment, deleted ones too; by name. Whatever the names are, what is found
 * is in the store: they are looked for in listings. Throws Node's error.
 * @param inside the folder of an experiment that is looked into; the experiment itself unless told
 */
export function findFolders(
  experiments: readonly StoreFolder[],
  wanted: ReadonlySet<string>,
  inside?: 'models',
): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  for (const experiment of experiments) {
    if (found.size === wanted.size) break;
    const place =
      inside === undefined
        ? experiment
        : { path: `${experiment.path}/${inside}`, shown: `${experiment.shown}/${inside}` };
    for (const name of listFolder(place.path)?.folders ?? [])
      if (wanted.has(name) && !found.has(name))
        found.set(name, {
          experiment,
          folder: { path: `${place.path}/${name}`, shown: `${place.shown}/${name}` },
        });
  }
  return found;
}
