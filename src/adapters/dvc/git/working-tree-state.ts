import { join } from 'node:path';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { Git } from './git-program.ts';

/** The branch of a remote that a branch follows. */
export type Upstream = {
  /** As git knows it: `origin`. */
  readonly remote: string;
  /** Whole name on the remote: `refs/heads/main`. */
  readonly ref: string;
  /** Commits of this branch that the remote did not have when it was last asked, and the other way round. */
  readonly ahead: number;
  readonly behind: number;
};

/** What a user has begun with git and not ended. */
export type GitUndertaking = 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect';

/** How a working tree stands, as far as committing goes. Nothing of a remote was asked. Names are as git has them, not safe to show. */
export type WorkingTreeState = {
  /** Hash of the commit that is checked out; undefined before the first one. */
  readonly head: string | undefined;
  /** Whole name of the branch, `refs/heads/main`; undefined where HEAD is detached. */
  readonly branch: string | undefined;
  readonly undertaking: GitUndertaking | undefined;
  /** Somebody holds the lock of the index, or left it behind. */
  readonly isIndexLocked: boolean;
  readonly upstream: Upstream | undefined;
  /** Whether any remote is configured. */
  readonly hasRemote: boolean;
  /** The folder git keeps for this working tree; an absolute path. */
  readonly gitFolder: string;
};

const undertakings: readonly (readonly [file: string, undertaking: GitUndertaking])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

const doing = 'look at the working tree';

/** Looks at a working tree. @throws UnavailableError tool-missing, git-failed and others */
export async function readWorkingTreeState(git: Git, fileSystem: FileSystem): Promise<WorkingTreeState> {
  const [gitFolder, head, branch, remotes] = await Promise.all([
    readLine(git, ['rev-parse', '--absolute-git-dir']),
    readLine(git, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
    readLine(git, ['symbolic-ref', '--quiet', 'HEAD']),
    readLine(git, ['remote']),
  ]);
  const isThere = async (name: string): Promise<boolean> =>
    (await fileSystem.findFacts(join(gitFolder ?? '', name))) !== undefined;
  const [isIndexLocked, upstream, ...begun] = await Promise.all([
    isThere('index.lock'),
    branch === undefined ? undefined : readUpstream(git, branch),
    ...undertakings.map(async ([file, name]) => ((await isThere(file)) ? name : undefined)),
  ]);
  return {
    ...{ head, branch, isIndexLocked, upstream },
    undertaking: begun.find(name => name !== undefined),
    hasRemote: remotes !== undefined,
    gitFolder: gitFolder ?? '',
  };
}

/** The name of a branch for people: `main`. Pure. */
export function shortenBranch(ref: string): string {
  return makeSafeText(ref.replace(/^refs\/heads\//, ''), { limit: 120 });
}

async function readUpstream(git: Git, branch: string): Promise<Upstream | undefined> {
  const format = '%(upstream:remotename)%00%(upstream:remoteref)%00%(upstream)%00%(refname)';
  const { text } = await git.call({
    doing,
    purpose: 'read',
    arguments: ['for-each-ref', `--format=${format}`, branch],
  });
  const row = text.split('\n').find(line => line.endsWith(`\0${branch}`));
  const [remote = '', ref = '', tracking = ''] = (row ?? '').split('\0');
  // `.` is this repository itself: a branch that follows another one of it has no remote.
  if (remote === '' || remote === '.' || ref === '') return undefined;
  const counts = await git.call({
    doing,
    purpose: 'read',
    arguments: ['rev-list', '--left-right', '--count', `${branch}...${tracking}`, '--'],
    accepts: [0, 128],
  });
  const [ahead = 0, behind = 0] = counts.exitCode === 0 ? counts.text.trim().split(/\s+/).map(Number) : [];
  return { remote, ref, ahead, behind };
}

/** One line, or undefined where git answers that there is none. */
async function readLine(git: Git, parts: readonly string[]): Promise<string | undefined> {
  const { text, exitCode } = await git.call({ doing, purpose: 'read', arguments: parts, accepts: [0, 1] });
  const line = text.trim();
  return exitCode === 0 && line !== '' ? line : undefined;
}
