import { join } from 'node:path';
import { childPath } from '../files/child-path.ts';

/** Where the parts of our folder in a registry are. Absolute paths. */
export type HistoryPlace = {
  readonly root: string;
  readonly lastgoodFolder: string;
  readonly registryFile: string;
  readonly registryClaimFolder: string;
  readonly temporaryFolder: string;
  readonly historyFolder: string;
};

/** How our folder in the folder of a registry is called, unless the registry is one file of many there. */
const usualFolderName = '.lastgood';

/** The places inside a folder (an absolute path) that holds our own, of the name given. Pure. */
export function placeHistory(root: string, folderName: string = usualFolderName): HistoryPlace {
  const lastgoodFolder = join(root, folderName);
  return {
    root,
    lastgoodFolder,
    registryFile: join(lastgoodFolder, 'registry.json'),
    registryClaimFolder: join(lastgoodFolder, 'registry.claim'),
    temporaryFolder: join(lastgoodFolder, 'tmp'),
    historyFolder: join(lastgoodFolder, 'history'),
  };
}

/**
 * The folder of a model's generations.
 * @throws InvalidInputError `invalid-name`.
 */
export function modelFolderOf(place: HistoryPlace, model: string): string {
  return childPath(place.historyFolder, model);
}

/** Name of the file (or, by the other append method, folder) of a generation. */
export function formatGenerationName(generation: number): string {
  return `${String(generation).padStart(8, '0')}.json`;
}

/** The generation of such a name; undefined for every other spelling. */
export function parseGenerationName(name: string): number | undefined {
  const digits = /^([0-9]{8,15})\.json$/.exec(name)?.[1];
  const generation = Number(digits ?? 0);
  return generation >= 1 && formatGenerationName(generation) === name ? generation : undefined;
}

/** Where the entry stands when its generation is a folder. */
export const entryNameInFolder = 'entry.json';
