import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Run, type RunOptions, runLastgood } from '../ui/command-line/command-line.ts';
import {
  type FileObject,
  type FileValue,
  makeS2Registry,
  type S2Model,
  type S2Version,
  writeS2File,
} from './catalog-files.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** A version in a file of S2, as far as tests look at it. */
export type FiledVersion = {
  readonly version: string;
  readonly status: string;
  readonly deployed: boolean;
  readonly deployed_at: string | null;
  readonly training: FileObject;
  readonly evaluation_scores: { readonly custom_metrics: FileObject } & FileObject;
} & FileObject;

type FiledModels = {
  readonly [model: string]: {
    readonly metadata: FileObject;
    readonly versions: { readonly [version: string]: FiledVersion };
  };
};

/** A catalogue in a folder of its own, and S2's commands on it. */
export type AfsCatalog = {
  /** Of `registry.json`. */
  readonly path: string;
  /** Runs `lastgood afs …` on it. */
  readonly afs: (...words: readonly string[]) => Promise<Run>;
  /** The same with other options, such as a policy. */
  readonly afsWith: (options: RunOptions, ...words: readonly string[]) => Promise<Run>;
  /** Runs any other verb on it. */
  readonly run: (...words: readonly string[]) => Promise<Run>;
  readonly readText: () => string;
  /** The models of the file. */
  readonly readModels: () => FiledModels;
  /** A version of the file. Throws when it is not there. */
  readonly readVersion: (model: string, version: string) => FiledVersion;
  /** Versions that the file says are deployed. */
  readonly listDeployed: (model: string) => readonly string[];
};

/** What makes a write of S2's commands without a terminal. */
export const said = ['--yes', '--reason', 'INC-7'] as const;

/** A catalogue with the files given; without them the folder is empty. @param registry models, or the whole file */
export function createAfsCatalog(
  registry?: readonly S2Model[] | FileValue,
  lineage?: FileValue | string,
): AfsCatalog {
  const folder = createTemporaryFolder();
  const path = join(folder, 'registry.json');
  if (registry !== undefined)
    writeS2File(folder, 'registry.json', isModels(registry) ? makeS2Registry(registry) : registry);
  if (lineage !== undefined) writeS2File(folder, 'lineage.json', lineage);
  const readText = () => readFileSync(path, 'utf8');
  const readModels = (): FiledModels => (existsSync(path) ? JSON.parse(readText()).models : {});
  const readVersion: AfsCatalog['readVersion'] = (model, version) => {
    const found = readModels()[model]?.versions[version];
    if (found === undefined) throw new Error(`${model} ${version} is not in the file`);
    return found;
  };
  const afsWith: AfsCatalog['afsWith'] = (options, ...words) => runLastgood(path, ['afs', ...words], options);
  return {
    ...{ path, afsWith, readText, readModels, readVersion },
    afs: (...words) => afsWith({}, ...words),
    run: (...words) => runLastgood(path, words),
    listDeployed: model =>
      Object.values(readModels()[model]?.versions ?? {}).flatMap(({ version, deployed }) =>
        deployed ? [version] : [],
      ),
  };
}

function isModels(registry: readonly S2Model[] | FileValue): registry is readonly S2Model[] {
  return Array.isArray(registry);
}

/** A model with versions of these names, each as S2 registers it. */
export function modelOf(model: string, ...versions: readonly (string | S2Version)[]): S2Model {
  return {
    model,
    versions: versions.map(version => (typeof version === 'string' ? { version } : version)),
  };
}

/** The lines that were printed. */
export function linesOf({ out }: Pick<Run, 'out'>): readonly string[] {
  return out.replace(/\n$/, '').split('\n');
}
