import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createGit } from '../../../../src/adapters/dvc/git/git-program.ts';
import { createGitReader } from '../../../../src/adapters/dvc/git/git-reader.ts';
import { runProgram } from '../../../../src/adapters/dvc/git/run-program.ts';
import { createDvcTree, writeFiles } from '../../../support/dvc/dvc-tree.ts';

const file = 'models/hf/stable/qwen.dvc';

/** A repository, and what commits everything in it at a day of January. */
function createRepository(): { readonly root: string; readonly commit: (day: number) => string } {
  const root = createDvcTree();
  const git = (day: number, ...parts: readonly string[]): string => {
    const date = `2026-01-0${day}T10:00:00Z`;
    const env = {
      ...process.env,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      GIT_CONFIG_GLOBAL: '/dev/null',
    };
    const who = ['-c', 'user.name=Anna', '-c', 'user.email=anna@example.com'];
    return execFileSync('git', [...who, ...parts], { cwd: root, env, encoding: 'utf8' }).trim();
  };
  git(1, 'init', '-q');
  return {
    root,
    commit: day => {
      git(day, 'add', '-A');
      git(day, 'commit', '-q', '-m', `day ${day}`);
      return git(day, 'rev-parse', 'HEAD');
    },
  };
}

const openReader = (root: string, variables: NodeJS.ProcessEnv = process.env) =>
  createGitReader(createGit({ root, variables, runProgram }));

test('a digest came into a pointer by the commit that wrote it there', async () => {
  const { root, commit } = createRepository();
  writeFiles(root, { [file]: 'md5: aaaa\n', 'dvc.lock': 'md5: cccc\n' });
  const first = commit(1);
  writeFiles(root, { [file]: 'md5: bbbb\n' });
  const second = commit(2);
  writeFiles(root, { [file]: '# seen\nmd5: bbbb\n' });
  commit(3);
  const { findLastChange } = openReader(root);
  const told = { author: 'Anna' };
  expect(await findLastChange(file, 'bbbb')).toEqual({
    ...told,
    commit: second,
    at: '2026-01-02T10:00:00.000Z',
  });
  expect(await findLastChange('dvc.lock', 'cccc')).toMatchObject({ commit: first });
  expect(await findLastChange('*.dvc', 'bbbb')).toBeUndefined();
});

test('what git cannot tell is not known: no commit, no repository, no git', async () => {
  const { root } = createRepository();
  expect(await openReader(root).findLastChange(file, 'aaaa')).toBeUndefined();
  expect(await openReader(createDvcTree()).findLastChange(file, 'aaaa')).toBeUndefined();
  expect(await openReader(root, { PATH: '/nowhere' }).findLastChange(file, 'aaaa')).toBeUndefined();
});
