import type { Connection } from '../../core/connections/connection.ts';
import { toAppError } from '../../core/errors/app-error.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { type PushChoice, pushesCommits, pushesFiles } from '../../core/settings/push-choice.ts';
import type { Variables } from '../../core/settings/read-environment.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { findDvcRemote } from './find-dvc-remote.ts';
import { askPush } from './git/ask-push.ts';
import { createGit, type Git } from './git/git-program.ts';
import { askTip, describeRemoteBranch } from './git/remote-branch.ts';
import type { RunProgram } from './git/run-program.ts';
import { readWorkingTreeState, type Upstream } from './git/working-tree-state.ts';
import { createDvcProgram } from './write/dvc-program.ts';
import { judgeGround } from './write/judge-ground.ts';

/** A working tree that is looked at. */
export type DvcExamination = {
  readonly name: string;
  /** Top of the working tree; an absolute path. */
  readonly root: string;
  readonly push: PushChoice;
  readonly variables: Variables;
  readonly runProgram: RunProgram;
  readonly fileSystem: FileSystem;
  /** Why the remote is not asked, in words; undefined: it is. */
  readonly offlineBecause: string | undefined;
};

/** One thing that was looked at. `outcome`: how it leaves the whole. */
type Look = Pick<Connection, 'may' | 'missing'> & { readonly outcome?: Connection['state'] };

/**
 * Who commits in a working tree, whether a move could be committed as it stands, whether its remote answers and would take a push, and
 * whether DVC is there and has a remote. Changes nothing, and fetches nothing. Rejects with the signal's reason only.
 */
export async function examineDvc(options: DvcExamination, signal: AbortSignal): Promise<Connection> {
  const base = { name: options.name, place: makeSafeText(options.root) };
  try {
    const program = createGit(options);
    const [state, identity] = await Promise.all([
      readWorkingTreeState(program, options.fileSystem),
      findCommitter(program),
    ]);
    const ground = judgeGround(state, options.push);
    const looks = await Promise.all([
      ground === undefined ? allow('commit moves') : lack(ground.problem, ground.hint),
      identity === null
        ? lack('git does not know who commits.', 'Say it with git config user.email.')
        : allow(),
      pushesCommits(options.push) ? lookAtRemote(program, state.upstream, options, signal) : allow(),
      pushesFiles(options.push) ? lookAtDvc(options) : allow(),
    ]);
    const missing = looks.flatMap(look => look.missing);
    const outcomes = looks.map(({ outcome }) => outcome);
    const worst = (['not-usable', 'not-asked', 'limited'] as const).find(each => outcomes.includes(each));
    return { ...base, state: worst ?? 'ready', identity, may: looks.flatMap(({ may }) => may), missing };
  } catch (thrown) {
    signal.throwIfAborted();
    const { message: what, hint: fix } = toAppError(thrown);
    return { ...base, state: 'not-usable', identity: null, may: [], missing: [{ what, fix }] };
  }
}

async function findCommitter(program: Git): Promise<string | null> {
  const { text, exitCode } = await program.call({
    doing: 'find who commits',
    purpose: 'read',
    arguments: ['config', 'user.email'],
    accepts: [0, 1],
  });
  const email = makeSafeText(text.trim(), { limit: 120 });
  return exitCode === 0 && email !== '' ? email : null;
}

async function lookAtRemote(
  program: Git,
  upstream: Upstream | undefined,
  { offlineBecause }: DvcExamination,
  signal: AbortSignal,
): Promise<Look> {
  // That a branch follows none where it should is said of the ground.
  if (upstream === undefined) return allow();
  const branch = describeRemoteBranch(upstream);
  if (offlineBecause !== undefined)
    return { ...lack(`${branch} was not asked: ${offlineBecause}.`, goOnline), outcome: 'not-asked' };
  try {
    await askTip(program, upstream, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    const { message, hint } = toAppError(thrown);
    return { ...lack(message, hint), outcome: 'not-usable' };
  }
  try {
    await askPush(program, upstream, signal);
    return allow(`read ${branch}`, `push to ${branch}`);
  } catch (thrown) {
    signal.throwIfAborted();
    const { message, hint } = toAppError(thrown);
    return { ...lack(message, hint), may: [`read ${branch}`] };
  }
}

const goOnline = 'Leave out --offline, or change the setting offline.';

async function lookAtDvc({ root, variables, runProgram }: DvcExamination): Promise<Look> {
  const [isThere, remote] = await Promise.all([
    createDvcProgram({ root, variables, runProgram }).isThere(),
    withFileErrors("read DVC's configuration", root, () => findDvcRemote(root, variables)),
  ]);
  const push = 'or set push: git for the registry in the configuration.';
  const missing = [
    ...(isThere ? [] : [{ what: 'dvc is not on the PATH.', fix: `Install it, ${push}` }]),
    ...(remote === undefined
      ? [{ what: 'DVC has no remote to put files on.', fix: `Add one with dvc remote add -d, ${push}` }]
      : []),
  ];
  const address = remote?.url === undefined ? '' : ` (${remote.url})`;
  const may =
    remote === undefined || !isThere ? [] : [`push files to ${remote.name}${address}, which only dvc asks`];
  return { may, missing, ...(missing.length === 0 ? {} : { outcome: 'limited' }) };
}

function allow(...may: readonly string[]): Look {
  return { may, missing: [] };
}

function lack(what: string, fix: string): Look {
  return { may: [], missing: [{ what, fix }], outcome: 'limited' };
}
