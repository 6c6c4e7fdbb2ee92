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
  const [gitFolder, tip] = await Promise.all([findGitFolder(git), readTip(git)]);
  const isThere = async (name: string): Promise<boolean> =>
    (await fileSystem.findFacts(join(gitFolder, name))) !== undefined;
  const [isIndexLocked, hasRemote, ...begun] = await Promise.all([
    isThere('index.lock'),
    tip.upstream !== undefined || hasAnyRemote(git),
    ...undertakings.map(async ([file, name]) => ((await isThere(file)) ? name : undefined)),
  ]);
  return { ...tip, isIndexLocked, undertaking: begun.find(name => name !== undefined), hasRemote, gitFolder };
}

/** The name of a branch for people: `main`. Pure. */
export function shortenBranch(ref: string): string {
  return makeSafeText(ref.replace(/^refs\/heads\//, ''), { limit: 120 });
}

/** Where git keeps what belongs to a working tree: it stays there. */
const gitFolders = new WeakMap<Git, Promise<string>>();

function findGitFolder(git: Git): Promise<string> {
  const known = gitFolders.get(git);
  if (known !== undefined) return known;
  const asked = readLine(git, ['rev-parse', '--absolute-git-dir']).then(line => line ?? '');
  gitFolders.set(git, asked);
  asked.catch(() => gitFolders.delete(git));
  return asked;
}

async function hasAnyRemote(git: Git): Promise<boolean> {
  return (await readLine(git, ['remote'])) !== undefined;
}

type Tip = Pick<WorkingTreeState, 'head' | 'branch' | 'upstream'>;

/** The branch with its commit and what it follows by one call: they belong together, also while somebody commits. */
async function readTip(git: Git): Promise<Tip> {
  const branch = await readLine(git, ['symbolic-ref', '--quiet', 'HEAD']);
  if (branch === undefined) {
    const head = await readLine(git, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
    return { head, branch, upstream: undefined };
  }
  const { text } = await git.call({
    doing,
    purpose: 'read',
    arguments: ['for-each-ref', `--format=${tipFields.map(field => `%(${field})`).join('%00')}`, branch],
  });
  const rows = text.split('\n').map(line => line.split('\0'));
  const [, head, remote = '', ref = '', track = ''] = rows.find(([name]) => name === branch) ?? [];
  // `.` is this repository itself: a branch that follows another one of it has no remote.
  if (remote === '' || remote === '.' || ref === '') return { head, branch, upstream: undefined };
  const count = (side: string): number => Number(new RegExp(`\\b${side} (\\d+)`).exec(track)?.[1] ?? 0);
  return { head, branch, upstream: { remote, ref, ahead: count('ahead'), behind: count('behind') } };
}

/** What is asked of a branch. @see git-for-each-ref(1): `track` is `ahead 1, behind 2`, `gone` where the remote has it no more, or empty */
const tipFields: readonly string[] = [
  'refname',
  'objectname',
  'upstream:remotename',
  'upstream:remoteref',
  'upstream:track,nobracket',
];

/** One line, or undefined where git answers that there is none. */
async function readLine(git: Git, parts: readonly string[]): Promise<string | undefined> {
  const { text, exitCode } = await git.call({ doing, purpose: 'read', arguments: parts, accepts: [0, 1] });
  const line = text.trim();
  return exitCode === 0 && line !== '' ? line : undefined;
}
