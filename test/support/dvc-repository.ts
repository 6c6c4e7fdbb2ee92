import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What git and the recording dvc get: nothing of the user's own configuration, and clocks that stand still. */
export function describeProgramVariables(folder: string, change: Record<string, string> = {}) {
  return {
    PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_DATE: '2026-11-21T03:00:00Z',
    GIT_COMMITTER_DATE: '2026-11-21T03:00:00Z',
    ...change,
  };
}

/** Runs git in a folder below `folder`, and gives what it prints without the last line end. Throws when it fails. */
export function runGit(folder: string, root: string, ...parts: readonly string[]): string {
  const env = describeProgramVariables(folder);
  return execFileSync('git', parts, {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trimEnd();
}

/** A made-up digest of a folder of DVC: the digit 32 times. */
export function digestOf(digit: number | string): string {
  return `${String(digit).repeat(32).slice(0, 32)}.dir`;
}

/** A pointer as DVC writes it. */
export function formatSamplePointer(digit: number | string, path: string): string {
  return `outs:\n- md5: ${digestOf(digit)}\n  size: 1000\n  nfiles: 3\n  hash: md5\n  path: ${path}\n`;
}

/** `dvc.lock` with the outputs that the stage merge made of runs, by `family/run`. */
export function formatSampleLock(merged: Readonly<Record<string, number | string>>): string {
  const outs = Object.entries(merged).map(
    ([run, digit]) =>
      `    - path: models/hf/candidates/${run}_merged\n      hash: md5\n      md5: ${digestOf(digit)}\n      size: 2000\n      nfiles: 4\n`,
  );
  return `schema: '2.0'\nstages:\n  merge:\n    cmd: merge\n    outs:\n${outs.join('')}`;
}

/** Writes a file below a folder, with the folders it stands in. */
export function writeBelow(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/**
 * A working tree of S4 below `folder`: the family qwen with run-001 stable and run-002 made by the pipeline, the family mistral with one
 * run in wip, everything committed, and pushed to a bare repository beside it. Gives the path of the tree.
 */
export function makeDvcRepository(folder: string): string {
  template ??= buildTemplate();
  cpSync(template, folder, { recursive: true, verbatimSymlinks: true });
  return join(folder, 'work');
}

/** The repositories as they are at first, made once in each process: their paths are relative, so that a copy is as good. */
let template: string | undefined;

function buildTemplate(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lastgood-dvc-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, 'work');
  mkdirSync(root, { recursive: true });
  runGit(folder, folder, 'init', '-q', '--bare', '-b', 'main', 'remote.git');
  runGit(folder, root, 'init', '-q', '-b', 'main');
  nameUser(folder, root);
  runGit(folder, root, 'remote', 'add', 'origin', '../remote.git');
  writeBelow(root, '.dvc/config', '[core]\n    remote = local\n');
  writeBelow(root, 'dvc.lock', formatSampleLock({ 'qwen/run-001': 1, 'qwen/run-002': 2 }));
  writeBelow(root, 'params.yaml', 'family: qwen\nrun_name: run-002\n');
  writeBelow(root, 'models/hf/stable/qwen.dvc', `# kept by hand\n${formatSamplePointer(1, 'qwen')}`);
  writeBelow(root, 'models/hf/stable/.gitignore', '/qwen\n');
  writeBelow(root, 'models/hf/wip/qwen/run-003.dvc', formatSamplePointer(3, 'run-003'));
  writeBelow(root, 'models/hf/wip/mistral/run-001.dvc', formatSamplePointer(7, 'run-001'));
  writeBelow(root, 'notes.txt', 'one\n');
  runGit(folder, root, 'add', '-A');
  runGit(folder, root, 'commit', '-q', '-m', 'start');
  runGit(folder, root, 'push', '-q', '-u', 'origin', 'main');
  return folder;
}

/** A second working tree of the same remote. */
export function cloneRepository(folder: string, name: string): string {
  runGit(folder, folder, 'clone', '-q', 'remote.git', name);
  nameUser(folder, join(folder, name));
  return join(folder, name);
}

function nameUser(folder: string, root: string): void {
  runGit(folder, root, 'config', 'user.name', 'Anna');
  runGit(folder, root, 'config', 'user.email', 'anna@example.com');
}

/** How the recording dvc behaves. */
export type FakeDvcAnswers = {
  readonly exitCode?: number;
  readonly words?: string;
  readonly status?: string;
};

/** Puts a program `dvc` first on the PATH of {@link describeProgramVariables} that notes how it was called, and answers as told. */
export function placeFakeDvc(folder: string, answers: FakeDvcAnswers = {}): void {
  const { exitCode = 0, words = '', status = '{}' } = answers;
  const script = [
    '#!/bin/sh',
    `echo "$@" >> '${join(folder, 'dvc-calls')}'`,
    'for last; do :; done',
    `if [ "$1" = push ] || [ "$1" = status ]; then cat "$last" >> '${join(folder, 'dvc-targets')}' || exit 1; fi`,
    `printf '%s' '${words}' >&2`,
    `if [ "$1" = status ]; then printf '%s' '${status}'; fi`,
    `exit ${exitCode}`,
  ];
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin', 'dvc'), `${script.join('\n')}\n`);
  chmodSync(join(folder, 'bin', 'dvc'), 0o755);
}

/** How dvc was called, one line for each call; none where it was not. */
export function readDvcCalls(folder: string): readonly string[] {
  const path = join(folder, 'dvc-calls');
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
}

/** The digest the stable pointer of a family names in a working tree; undefined where none stands there. */
export function readStableDigest(root: string, family = 'qwen'): string | undefined {
  const path = join(root, `models/hf/stable/${family}.dvc`);
  return existsSync(path) ? /md5: (\w+\.dir)/.exec(readFileSync(path, 'utf8'))?.[1] : undefined;
}

/** The same as a branch of a repository has it; undefined where it has none. */
export function readCommittedDigest(folder: string, repository: string, family = 'qwen'): string | undefined {
  const text = runGit(folder, join(folder, repository), 'show', `main:models/hf/stable/${family}.dvc`);
  return /md5: (\w+\.dir)/.exec(text)?.[1];
}

/** The digests of which dvc was told to push the files. */
export function readPushedDigests(folder: string): readonly string[] {
  const path = join(folder, 'dvc-targets');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return [...text.matchAll(/md5: (\w+\.dir)/g)].map(match => match[1] ?? '');
}
