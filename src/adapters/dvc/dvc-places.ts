import { join } from 'node:path';
import { candidateAlias } from '../../core/votes/candidate-since.ts';
import { childPath } from '../files/child-path.ts';
import { isInTree } from './parse-output.ts';

/** Folders and files of S4 in a working tree, from its top on, parted by `/`. The whole grammar of its layout is in this file. */
export const layout = {
  stable: 'models/hf/stable',
  archive: 'models/hf/stable/archive',
  candidates: 'models/hf/candidates',
  wip: 'models/hf/wip',
  gguf: 'models/gguf',
  metrics: 'metrics',
  images: '.ci',
  lock: 'dvc.lock',
  pipeline: 'dvc.yaml',
  params: 'params.yaml',
  serving: 'models_registry.json',
} as const;

/** The two aliases of a family, by the folders of S4. */
export const dvcAliases = { candidate: candidateAlias, stable: 'stable' } as const;

/** How DVC's files that name an output end. */
export const pointerEnding = '.dvc';

/**
 * How archived pointers end that lastgood writes: a file DVC does not read. As `.dvc` each would be an output of its own, which
 * `dvc status` calls deleted and `dvc pull` brings back.
 */
export const archivedEnding = '.dvc.archived';

/** The places inside a working tree. Absolute paths. */
export type DvcPlaces = {
  /** Top of the working tree of git. */
  readonly root: string;
  /** Our folder: `.lastgood`. */
  readonly own: string;
  readonly operations: string;
  readonly temporary: string;
  readonly evidence: string;
  /** What is kept and no commit has. */
  readonly private: string;
  /** DVC's own folder. */
  readonly dvc: string;
};

/** The places of a working tree (an absolute path). Pure. */
export function placeDvc(root: string): DvcPlaces {
  const own = join(root, '.lastgood');
  return {
    root,
    own,
    operations: join(own, 'operations'),
    temporary: join(own, 'tmp'),
    evidence: join(own, 'evidence'),
    private: join(own, 'private'),
    dvc: join(root, '.dvc'),
  };
}

/** Where an output is in the working tree, as an absolute path; undefined for a path that leaves it. Pure. */
export function placeOutput({ root }: Pick<DvcPlaces, 'root'>, path: string): string | undefined {
  return isInTree(path) ? join(root, path) : undefined;
}

/** Where the stable pointer of a family is, from the top on. Pure. @throws InvalidInputError invalid-name */
export function formatStableTarget(family: string): string {
  return childPath(layout.stable, `${family}${pointerEnding}`);
}

/** Where the candidate pointer of a run is, from the top on. Pure. @throws InvalidInputError invalid-name */
export function formatCandidateTarget(family: string, run: string): string {
  return childPath(childPath(layout.candidates, family), `${run}${pointerEnding}`);
}

/** The folder of the archived pointers of a family, from the top on. Pure. @throws InvalidInputError invalid-name */
export function formatArchiveFolder(family: string): string {
  return childPath(layout.archive, family);
}

/** Where the numbers of a run are, from the top on. Pure. @throws InvalidInputError invalid-name */
export function formatMetricsTarget(family: string, run: string): string {
  return childPath(childPath(layout.metrics, family), `${run}.json`);
}
