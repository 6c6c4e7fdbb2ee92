import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { mergedFolder, pipeline, type Run, trainRun } from './dvc-pipeline.ts';
import { openWorkingTree, type WorkingTree } from './working-tree.ts';

/** A project of families as S4 has it: a bare repository and a folder as DVC's remote, both of which everybody reaches. */
export type DvcProject = {
  /** Has all of it: what everybody reaches, the clones, and the homes of their people. */
  readonly folder: string;
  /** The bare repository, `main` its branch. */
  readonly origin: string;
  /** DVC's remote. */
  readonly store: string;
  /** Where a person stands who has just cloned; nothing of DVC is pulled yet. Folder and person have the same name. */
  readonly clone: (person: string) => Promise<WorkingTree>;
  /** A clone that is there. */
  readonly reopen: (person: string) => WorkingTree;
};

/** A project to copy from, for the tests of one file. */
export type DvcTemplate = {
  /** A project of its own for the running test. */
  readonly copy: () => DvcProject;
  readonly remove: () => void;
};

/**
 * Runs made by git and DVC alone; the last one that was made is the last one given.
 * @param prepare what happens in it then; clones that are made stay in each copy
 */
export async function createDvcTemplate(
  runs: readonly Run[],
  prepare: (project: DvcProject) => Promise<void> = async () => undefined,
): Promise<DvcTemplate> {
  const template = mkdtempSync(join(tmpdir(), 'lastgood-dvc-'));
  const project = openProject(template);
  const top = openWorkingTree(template, template);
  await top.git('init', '--quiet', '--bare', '--initial-branch', 'main', 'origin.git');
  mkdirSync(project.store);
  const tree = await project.clone('builder');
  await tree.dvc('init', '--quiet');
  // Written as ../../store: a copy of the project has a remote of its own.
  await tree.dvc('remote', 'add', '--quiet', '--default', 'localstore', '../store');
  tree.write('dvc.yaml', pipeline);
  for (const run of runs) await trainRun(tree, run);
  rmSync(tree.folder, { recursive: true });
  await prepare(project);
  return {
    copy: () => copyProject(project),
    remove: () => rmSync(template, { recursive: true, force: true }),
  };
}

/** A project of its own for the running test, as another one is now: all that is known of a place is known from the clone on. */
export function copyProject(project: DvcProject): DvcProject {
  const folder = createTemporaryFolder();
  cpSync(project.folder, folder, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  return openProject(folder);
}

function openProject(folder: string): DvcProject {
  const origin = join(folder, 'origin.git');
  const reopen = (person: string): WorkingTree =>
    openWorkingTree(join(folder, person), join(folder, `home-${person}`));
  return {
    folder,
    origin,
    store: join(folder, 'store'),
    clone: async person => {
      const home = join(folder, `home-${person}`);
      mkdirSync(home, { recursive: true });
      const settings = [`user.name=${person}`, `user.email=${person}@example.org`, 'push.default=current'];
      const options = settings.flatMap(setting => ['--config', setting]);
      await openWorkingTree(folder, home).git('clone', '--quiet', ...options, origin, person);
      const tree = reopen(person);
      await tree.git('remote', 'set-url', 'origin', '../origin.git');
      return tree;
    },
    reopen,
  };
}

/** An output as `dvc.lock` names it, in the form of a pointer whose model lies at `path` beside it. @throws Error when `dvc.lock` has none */
export function pointerOfMerged(tree: WorkingTree, run: Run, path: string): string {
  const lock = tree.read('dvc.lock');
  const place = mergedFolder(run);
  const found = new RegExp(
    `outs:\\n\\s+- path: ${place}\\n\\s+hash: md5\\n\\s+md5: (\\S+)\\n\\s+size: (\\d+)\\n\\s+nfiles: (\\d+)`,
  ).exec(lock);
  if (found === null) throw new Error(`dvc.lock has no ${place}:\n${lock}`);
  const [, md5, size, nfiles] = found;
  return `outs:\n- md5: ${md5}\n  size: ${size}\n  nfiles: ${nfiles}\n  hash: md5\n  path: ${path}\n`;
}

/** The MD5 of a pointer's output, as it is written. @throws Error when the text is no pointer */
export function digestOf(pointer: string): string {
  const [, md5] = /^- md5: (\S+)$/m.exec(pointer) ?? [];
  if (md5 === undefined) throw new Error(`no pointer: ${pointer}`);
  return md5;
}

/** What DVC keeps of a model: the list of its files, by the pointer, and its weights, by their text. */
export function objectsOf(pointer: string, weights: string): readonly string[] {
  return [digestOf(pointer), createHash('md5').update(weights).digest('hex')];
}

/** Where a cache or a remote of DVC has the object of a digest. Pure. */
export function pathInFolder(folder: string, md5: string): string {
  return join(folder, 'files', 'md5', md5.slice(0, 2), md5.slice(2));
}
