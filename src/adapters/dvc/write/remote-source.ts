import { join } from 'node:path';
import { AppError, toAppError, UnavailableError } from '../../../core/errors/app-error.ts';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import type { RefreshOptions, Source, SourceCondition } from '../../../core/ports/source.ts';
import { type PushChoice, pushesCommits } from '../../../core/settings/push-choice.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { DvcPlaces } from '../dvc-places.ts';
import type { Git } from '../git/git-program.ts';
import { listPending } from '../git/move-branch.ts';
import { askTip, describeRemoteBranch, fetchBranch } from '../git/remote-branch.ts';
import { readWorkingTreeState, type WorkingTreeState } from '../git/working-tree-state.ts';
import { bringLagging } from './bring-lagging.ts';
import { followRemote } from './follow-remote.ts';
import { judgeGround } from './judge-ground.ts';

/** What asking a remote needs. */
export type RemoteSourceOptions = {
  readonly program: Git;
  readonly fileSystem: FileSystem;
  readonly places: DvcPlaces;
  readonly createId: () => string;
  readonly push: PushChoice;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Why the remote is never asked, in words: `--offline is given`. */
  readonly offlineBecause?: string | undefined;
};

/**
 * The remote to which moves of the checked-out branch are pushed; it is not asked yet. Undefined where nothing is pushed, and where git
 * cannot say. What stands in the working tree was seen when the remote last had nothing that was not in it.
 */
export async function openRemoteSource(options: RemoteSourceOptions): Promise<Source | undefined> {
  const { program, fileSystem, push } = options;
  if (!pushesCommits(push)) return undefined;
  try {
    const state = await readWorkingTreeState(program, fileSystem);
    if (state.upstream === undefined) return undefined;
    const fetched = await fileSystem.findFacts(join(state.gitFolder, 'FETCH_HEAD'));
    return createRemoteSource(options, describeRemoteBranch(state.upstream), fetched?.modifiedAtMs);
  } catch (thrown) {
    // That nothing can be written without git is said of every move.
    if (thrown instanceof AppError && thrown.code !== 'internal-bug') return undefined;
    throw thrown;
  }
}

function createRemoteSource(
  options: RemoteSourceOptions,
  name: string,
  fetchedAt: number | undefined,
): Source {
  const { now, program } = options;
  let seenAt = fetchedAt;
  let problem: SourceCondition['problem'];
  let behind: string | undefined;
  let running = 0;
  return {
    getCondition: () => ({
      url: name,
      cache: program.root,
      seenAt: seenAt === undefined ? undefined : new Date(seenAt).toISOString(),
      problem,
      isRefreshing: running > 0,
      listed: 0,
      // The working tree is all there is to be shown, whatever the remote has.
      isRead: true,
      writeProblem: undefined,
      behind,
    }),
    refresh: async (refreshOptions = {}) => {
      running += 1;
      try {
        const standing = await readRemote(options, name, refreshOptions);
        if (standing === 'same') seenAt = now();
        behind = typeof standing === 'string' ? undefined : standing.behind;
        problem = undefined;
      } catch (thrown) {
        // Giving up is no problem of the remote.
        if (!refreshOptions.signal?.aborted) {
          const { code, message, hint } = toAppError(thrown);
          problem = { code, message, hint };
        }
        throw thrown;
      } finally {
        running -= 1;
      }
    },
  };
}

/** How a working tree stands to its remote: `same`: it has everything that is there; `unknown`: nobody can tell. */
type Standing = 'same' | 'unknown' | { readonly behind: string };

async function readRemote(
  options: RemoteSourceOptions,
  name: string,
  { signal, follow = false }: RefreshOptions,
): Promise<Standing> {
  const { program, fileSystem, push, offlineBecause } = options;
  if (offlineBecause !== undefined)
    throw new UnavailableError('offline', `${name} is not asked, because ${offlineBecause}.`);
  const state = await readWorkingTreeState(program, fileSystem);
  if (state.upstream === undefined) return 'unknown';
  if (!follow) return await compare(program, state, name, await askTip(program, state.upstream, signal));
  const tip = await fetchBranch(program, state.upstream, signal);
  const isReady = judgeGround(state, push) === undefined && (await listPending(program)).length === 0;
  if (!isReady || state.head === undefined) return await compare(program, state, name, tip);
  // What a crash left undone comes first: git follows over it, and takes it along as a change of the user.
  await bringLagging(options, state.head);
  await followRemote({ program, fileSystem }, state.upstream, tip, undefined);
  return 'same';
}

async function compare(
  program: Git,
  { head }: WorkingTreeState,
  name: string,
  tip: string | undefined,
): Promise<Standing> {
  if (head === undefined || tip === undefined) return 'unknown';
  const { exitCode } = await program.call({
    doing: 'compare two commits',
    purpose: 'read',
    arguments: ['merge-base', '--is-ancestor', tip, head],
    // What was never fetched is in nothing that is here.
    accepts: [0, 1, 128],
  });
  return exitCode === 0 ? 'same' : { behind: await describeLag(program, name, tip) };
}

/** Who was last there is only known where the commit was fetched already. */
async function describeLag(program: Git, name: string, tip: string): Promise<string> {
  const { text, exitCode } = await program.call({
    doing: 'ask who has gone on',
    purpose: 'read',
    arguments: ['log', '-1', '--format=%aN%x00%cI', tip, '--'],
    accepts: [0, 128],
  });
  const [author = '', at = ''] = exitCode === 0 ? text.trim().split('\0') : [];
  const who = author === '' ? '' : `, last by ${makeSafeText(`${author} at ${at}`, { limit: 160 })}`;
  return (
    `${name} has gone on (${tip.slice(0, 8)}${who}), and this working tree has not: what is said here may be old. ` +
    'Run git pull and look again; a move that is carried out follows the remote first.'
  );
}
