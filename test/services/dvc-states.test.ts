import { existsSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Finished, runProgram } from '../bin/run-program.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import type { DvcMachine } from './dvc-machine.ts';
import type { DvcProject, DvcTemplate } from './dvc-project.ts';
import { createReadyTemplate, openAnna } from './dvc-ready.ts';
import { hasTool, tools } from './tools.ts';

const pointer = 'models/hf/stable/qwen.dvc';
const act = ['promote', 'qwen', 'run-002', '--to', 'stable'];

/** A state of somebody's working tree or of what is around it, and what becomes of a move there. */
type State = {
  readonly put: (anna: DvcMachine, project: DvcProject) => Promise<unknown>;
  /** The programs that are on the PATH; all where left out. */
  readonly programs?: readonly string[];
  readonly words: RegExp;
};

type Refusal = State & { readonly exit: number; readonly code: string };

/** Changes a file that everybody has, in a clone of somebody else, and pushes that. */
async function pushAsBob(project: DvcProject, path: string): Promise<void> {
  const bob = await project.clone('bob');
  bob.write(path, '# of bob\n');
  await bob.git('add', path);
  await bob.git('commit', '--quiet', '-m', 'of bob');
  await bob.git('push', '--quiet');
}

const commitNote = async (tree: DvcMachine): Promise<void> => {
  tree.write('notes.txt', 'mine\n');
  await tree.git('add', 'notes.txt');
  await tree.git('commit', '--quiet', '-m', 'mine');
};

const changePointer = (tree: DvcMachine): void => tree.write(pointer, `# mine\n${tree.read(pointer)}`);

const refused: Readonly<Record<string, Refusal>> = {
  'a change of the pointer': {
    put: async anna => changePointer(anna),
    ...{
      exit: 4,
      code: 'working-tree-changed',
      words: /stable\/qwen\.dvc has changes of yours .*\(unstaged\)/,
    },
  },
  'a change of the pointer that is staged': {
    put: async anna => {
      changePointer(anna);
      await anna.git('add', pointer);
    },
    ...{
      exit: 4,
      code: 'working-tree-changed',
      words: /stable\/qwen\.dvc has changes of yours .*\(staged\)/,
    },
  },
  'a detached head': {
    put: anna => anna.git('checkout', '--quiet', '--detach'),
    ...{ exit: 1, code: 'branch-not-ready', words: /HEAD is detached/ },
  },
  'a merge in progress': {
    put: async anna => {
      await anna.git('switch', '--quiet', '--create', 'side');
      await commitNote(anna);
      await anna.git('switch', '--quiet', 'main');
      await anna.git('merge', '--quiet', '--no-commit', '--no-ff', 'side');
    },
    ...{ exit: 1, code: 'branch-not-ready', words: /A merge is in progress/ },
  },
  'a rebase in progress': {
    put: anna =>
      anna.git('-c', 'sequence.editor=sed -i s/^pick/edit/', 'rebase', '--quiet', '--interactive', 'HEAD~1'),
    ...{ exit: 1, code: 'branch-not-ready', words: /A rebase is in progress/ },
  },
  'no git on the PATH': {
    put: async () => undefined,
    programs: ['dvc'],
    ...{ exit: 8, code: 'tool-missing', words: /git could not be started/ },
  },
  'a lock of the index': {
    put: async anna => anna.write('.git/index.lock', ''),
    ...{ exit: 8, code: 'git-busy', words: /index\.lock/ },
  },
  'commits that are not pushed': {
    put: commitNote,
    ...{ exit: 1, code: 'plan-blocked', words: /main has 1 commit of yours that origin\/main has not/ },
  },
  'commits that are not pushed, and others on the remote': {
    put: async (anna, project) => {
      await commitNote(anna);
      await pushAsBob(project, 'bob.txt');
    },
    ...{ exit: 1, code: 'plan-blocked', words: /main has 1 commit of yours .*, and origin\/main has 1/ },
  },
  'a remote that is ahead, with a change of the user in the way': {
    put: async (anna, project) => {
      anna.write('params.yaml', '# mine\n');
      await pushAsBob(project, 'params.yaml');
    },
    ...{ exit: 4, code: 'branch-behind', words: /your working tree cannot follow/ },
  },
  'a remote that cannot be reached': {
    put: async (_, { origin }) => renameSync(origin, placeAway(origin)),
    ...{ exit: 8, code: 'network-failed', words: /Cannot ask for origin\/main/ },
  },
  'a remote of DVC that cannot be reached': {
    put: async anna =>
      anna.write('.dvc/config.local', '[\'remote "localstore"\']\n    url = http://127.0.0.1:9/\n'),
    ...{ exit: 8, code: 'dvc-failed', words: /dvc ended with 1\. It says: .*failed/ },
  },
};

const done: Readonly<Record<string, State>> = {
  'changes elsewhere': {
    put: async anna => {
      anna.write('params.yaml', 'family: qwen\nrun_name: run-009\n');
      anna.write('notes.txt', 'new\n');
    },
    words: /git push to origin\/main/,
  },
  'changes elsewhere that are staged, and changed again': {
    put: async anna => {
      anna.write('params.yaml', 'family: qwen\nrun_name: run-009\n');
      await anna.git('add', 'params.yaml');
      anna.write('params.yaml', 'family: qwen\nrun_name: run-010\n');
    },
    words: /git push to origin\/main/,
  },
  'no dvc on the PATH': {
    put: async () => undefined,
    programs: ['git'],
    words: /dvc push.*not done: there is no dvc on the PATH/s,
  },
  'a remote that is ahead': {
    put: (_, project) => pushAsBob(project, 'bob.txt'),
    words: /git push to origin\/main/,
  },
};

function placeAway(origin: string): string {
  return `${origin}.away`;
}

/** Everything that must stay: files, index and refs of the clone, both remotes. What was fetched and what is of this machine only is left out. */
async function lookAtAll(anna: DvcMachine, { origin, store }: DvcProject) {
  const files = Object.entries(takeSnapshot(anna.folder)).filter(
    ([path]) => !/^(?:\.git|\.dvc\/tmp|\.lastgood\/(?:tmp|operations))(?:\/|$)/.test(path),
  );
  const remote = existsSync(origin) ? origin : placeAway(origin);
  return {
    files,
    head: [await anna.git('rev-parse', 'HEAD'), anna.read('.git/HEAD')],
    index: await anna.git('ls-files', '--stage'),
    status: await anna.git('status', '--porcelain', '--untracked-files=all'),
    refs: await anna.git('for-each-ref', 'refs/heads', 'refs/lastgood'),
    remote: await anna.git('--git-dir', remote, 'for-each-ref'),
    store: takeSnapshot(store),
  };
}

/** A folder to be the PATH, with some of the programs of this one. */
function placePrograms(folder: string, names: readonly string[]): string {
  const bin = join(folder, 'bin');
  if (existsSync(bin)) return bin;
  mkdirSync(bin);
  for (const name of names) {
    const folders = (process.env['PATH'] ?? '').split(delimiter);
    const found = folders.map(each => join(each, name)).find(path => existsSync(path));
    if (found !== undefined) symlinkSync(found, join(bin, name));
  }
  return bin;
}

function runIn(project: DvcProject, { programs }: State, argv: readonly string[]): Promise<Finished> {
  const anna = openAnna(project);
  const path = programs === undefined ? {} : { PATH: placePrograms(project.folder, programs) };
  const env = { ...anna.variables, LASTGOOD_ACTOR: anna.actor, ...path };
  return runProgram([...argv, '--registry', `dvc:${anna.folder}`], { cwd: anna.folder, env });
}

describe.skipIf(!hasTool(tools.dvc))('a move on the real git and DVC', () => {
  let template: DvcTemplate;
  beforeAll(async () => {
    template = await createReadyTemplate();
  }, 600_000);
  afterAll(() => template?.remove());

  test.each(Object.entries(refused))('with %s is refused, and nothing has changed', async (_, state) => {
    const project = template.copy();
    const anna = openAnna(project);
    await state.put(anna, project);
    const before = await lookAtAll(anna, project);
    const { code, out, error } = await runIn(project, state, [
      ...act,
      '--yes',
      '--confirm',
      'qwen@stable',
      '--json',
    ]);
    expect(code, out + error).toBe(state.exit);
    expect(out + error).toMatch(new RegExp(`"code":\\s*"${state.code}"`));
    expect(out + error).toMatch(state.words);
    expect(await lookAtAll(anna, project)).toEqual(before);
  });

  test.each(Object.entries(done))(
    'with %s is planned, then made, and what is there stays',
    async (_, state) => {
      const project = template.copy();
      const anna = openAnna(project);
      await state.put(anna, project);
      const before = await lookAtAll(anna, project);
      const planned = await runIn(project, state, [...act, '--dry-run']);
      expect(planned.code, planned.out + planned.error).toBe(0);
      expect(planned.out).toMatch(state.words);
      expect(await lookAtAll(anna, project)).toEqual(before);

      const made = await runIn(project, state, [...act, '--yes', '--confirm', 'qwen@stable']);
      expect(made.code, made.out + made.error).toBe(0);
      const after = await lookAtAll(anna, project);
      expect(after.status).toBe(before.status);
      const [tip = ''] = after.head;
      expect(after.remote).toContain(tip);
      const changed = await anna.git('show', '--name-only', '--format=', 'HEAD');
      expect(changed.split('\n').filter(path => !/^(?:\.lastgood|models\/hf\/stable)\//.test(path))).toEqual(
        [],
      );
    },
  );
});
