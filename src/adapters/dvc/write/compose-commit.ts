import { join } from 'node:path';
import { ConflictError } from '../../../core/errors/app-error.ts';
import type { HistoryEntry } from '../../../core/history/entry.ts';
import { quoteWord } from '../../../core/plan/quote-word.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { evidenceLimitBytes } from '../../files/evidence-folder.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import type { DvcOutput } from '../dvc-output.ts';
import { dvcAliases, formatStableTarget } from '../dvc-places.ts';
import type { TreeChange } from '../git/build-commit.ts';
import { listTree, readCommitted } from '../git/git-objects.ts';
import { listPathChanges } from '../git/path-changes.ts';
import { placeWaiting } from '../kept-evidence.ts';
import { pointerLimitBytes } from '../parse-pointer.ts';
import { readHead } from './find-truth.ts';
import { listMoveFiles } from './move-files.ts';
import { formatEntryTarget, formatRegistryFile, ownFiles } from './own-files.ts';
import type { DvcWritingContext } from './writing-context.ts';

/** Everything one entry changes, in one commit. */
export type ComposedCommit = {
  readonly changes: readonly TreeChange[];
  readonly outputs: readonly DvcOutput[];
  /** Digests of the kept files that are in it. */
  readonly kept: readonly string[];
  /** What whoever asked for it has to hear. Safe to show. */
  readonly notices: readonly string[];
  /** Paths that the working tree has as they are committed now. */
  readonly adopted: readonly string[];
};

/**
 * What the commit of an entry changes: the entry, the pointers it moves, the copies of those before, what was kept for it, and the files
 * that follow what is live. Nothing is written. Undefined: the branch has gone on meanwhile, so that nothing can be compared with it.
 * @param head the commit it comes after
 * @throws ConflictError working-tree-changed: the user has changed one of these files; plan-blocked
 */
export async function composeCommit(
  context: Omit<DvcWritingContext, 'history'>,
  entry: HistoryEntry,
  bytes: Uint8Array,
  head: string,
): Promise<ComposedCommit | undefined> {
  const { program, kept } = context;
  const committed = {
    read: (path: string) => readCommitted(program, head, path),
    list: async (folder: string) => (await listTree(program, head, folder)).map(({ path }) => path),
  };
  const moved = await listMoveFiles(entry, await context.readTree(), committed);
  const adopted = await listAdopted(context, entry, committed.read);
  const own: TreeChange[] = [{ path: formatEntryTarget(entry.model, entry.generation), bytes }];
  if ((await committed.read(ownFiles.registry)) === undefined)
    own.push({ path: ownFiles.registry, bytes: formatRegistryFile(context) });
  const keptNow = [...kept];
  for (const sha256 of keptNow) own.push(await composeKept(context, sha256));
  const following = await context.following.listChanges(entry, head);
  const written = [...own, ...moved.changes, ...following.changes].map(({ path }) => path);
  if (!(await requireUnchanged(context, written, head))) return undefined;
  return {
    changes: [...own, ...moved.changes, ...adopted, ...following.changes],
    outputs: moved.outputs,
    kept: keptNow,
    notices: [...moved.pointers.map(describeBringing), ...following.notices],
    adopted: adopted.map(({ path }) => path),
  };
}

/** A model has gigabytes: they are not copied unasked. */
function describeBringing(pointer: string): string {
  const path = quoteWord(pointer);
  return `The files of the model are not changed yet: dvc checkout ${path} brings them, or dvc pull ${path} where they are not on this machine.`;
}

async function composeKept(
  { fileSystem, places }: Pick<DvcWritingContext, 'fileSystem' | 'places'>,
  sha256: string,
): Promise<TreeChange> {
  const path = join(placeWaiting(places), sha256);
  const bytes = await withFileErrors('read what was kept', path, () =>
    fileSystem.readFile(path, evidenceLimitBytes),
  );
  return { path: `${ownFiles.evidence}/${sha256}`, bytes };
}

/** A pointer that somebody changed by hand and that goes on record as it stands is committed as it stands. */
async function listAdopted(
  { fileSystem, places }: Pick<DvcWritingContext, 'fileSystem' | 'places'>,
  { action, model, moves }: HistoryEntry,
  readHead: (path: string) => Promise<Uint8Array | undefined>,
): Promise<readonly TreeChange[]> {
  if (action !== 'adopt' || !moves.some(({ alias, to }) => alias === dvcAliases.stable && to !== null))
    return [];
  const path = formatStableTarget(model);
  const file = join(places.root, path);
  if ((await fileSystem.findFacts(file))?.kind !== 'file') return [];
  const standing = await withFileErrors('read the pointer', file, () =>
    fileSystem.readFile(file, pointerLimitBytes),
  );
  const before = await readHead(path);
  return before !== undefined && Buffer.compare(before, standing) === 0 ? [] : [{ path, bytes: standing }];
}

/** Answers false where that cannot be told: HEAD, with which git compares, is another commit by now. */
async function requireUnchanged(
  { program }: Pick<DvcWritingContext, 'program'>,
  paths: readonly string[],
  head: string,
): Promise<boolean> {
  const changes = await listPathChanges(program, paths);
  if (changes.length === 0) return true;
  if ((await readHead(program)) !== head) return false;
  const names = [...new Set(changes.map(({ path }) => makeSafeText(path, { limit: 200 })))];
  const first = changes[0]?.change ?? 'unstaged';
  throw new ConflictError(
    'working-tree-changed',
    `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} changes of yours that are not committed (${first}).`,
    { data: { paths: names } },
  );
}
