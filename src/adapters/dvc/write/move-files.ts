import { posix } from 'node:path';
import { ConflictError } from '../../../core/errors/app-error.ts';
import type { HistoryEntry, Move } from '../../../core/history/entry.ts';
import { quoteWord } from '../../../core/plan/quote-word.ts';
import { chooseStableOutput, findCandidateOutput } from '../choose-output.ts';
import type { DvcOutput } from '../dvc-output.ts';
import { dvcAliases, formatArchiveFolder, formatCandidateTarget, formatStableTarget } from '../dvc-places.ts';
import type { DvcRun, DvcTree } from '../dvc-tree.ts';
import type { TreeChange } from '../git/build-commit.ts';
import { parsePointer } from '../parse-pointer.ts';
import { formatArchiveTarget } from './archive-name.ts';
import { formatArchived, formatPointer } from './format-pointer.ts';
import { addIgnoredOutput } from './ignored-output.ts';

/** The files of a commit that a move is made from. */
export type CommittedFiles = {
  /** Bytes of a file; undefined where it has none. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /** Paths below a folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
};

/** What a move changes, and what has to be where everybody can fetch it before. */
export type MoveFiles = {
  readonly changes: readonly TreeChange[];
  /** The outputs that a pointer will name. */
  readonly outputs: readonly DvcOutput[];
  /** Pointers whose files are not here yet, from the top on: DVC brings them when it is told to. */
  readonly pointers: readonly string[];
};

/**
 * The pointers, copies and lines that the moves of an entry change. What was adopted is as it was found: its pointer is only committed
 * where that was not done.
 * @throws ConflictError plan-blocked: the run has nothing a pointer could name; InvalidInputError invalid-name
 */
export async function listMoveFiles(
  entry: HistoryEntry,
  tree: DvcTree,
  committed: CommittedFiles,
): Promise<MoveFiles> {
  const parts: MoveFiles[] = [];
  for (const move of entry.moves) {
    if (entry.action === 'adopt') continue;
    if (move.alias === dvcAliases.stable) parts.push(await moveStable(entry, move, tree, committed));
    else if (move.alias === dvcAliases.candidate)
      parts.push(await moveCandidate(entry, move, tree, committed));
  }
  return {
    changes: parts.flatMap(({ changes }) => changes),
    outputs: parts.flatMap(({ outputs }) => outputs),
    pointers: parts.flatMap(({ pointers }) => pointers),
  };
}

async function moveStable(
  entry: HistoryEntry,
  move: Move,
  tree: DvcTree,
  committed: CommittedFiles,
): Promise<MoveFiles> {
  const family = entry.model;
  const path = formatStableTarget(family);
  const standing = await committed.read(path);
  const archived = standing === undefined ? [] : await archive(entry, move, path, standing, committed);
  if (move.to === null)
    return {
      changes: standing === undefined ? [] : [...archived, { path, bytes: null }],
      outputs: [],
      pointers: [],
    };
  const output = getStableOutput(entry, move.to, tree);
  const bytes = formatPointer({ run: move.to, output, path: family }, standing);
  const ignored = await ignoreOutput(posix.dirname(path), family, committed);
  return { changes: [...archived, { path, bytes }, ...ignored], outputs: [output], pointers: [path] };
}

/** A copy of what stands there, unless what comes is the same model: then nothing earlier is left behind. */
async function archive(
  entry: HistoryEntry,
  move: Move,
  path: string,
  bytes: Uint8Array,
  committed: CommittedFiles,
): Promise<readonly TreeChange[]> {
  const pointer = parsePointer(bytes, path);
  const noted = pointer.ok ? pointer.value.note?.run : undefined;
  const run = move.from ?? noted;
  if (run !== undefined && run === move.to) return [];
  const taken = new Set(await committed.list(formatArchiveFolder(entry.model)));
  const name = run ?? 'unknown';
  const target = formatArchiveTarget(entry.model, name, entry.at, candidate => taken.has(candidate));
  const note = { at: entry.at, actor: entry.actor, reason: entry.reason, replacedBy: move.to };
  // What is no pointer is kept as it is: somebody may know what it was.
  return [{ path: target, bytes: pointer.ok ? formatArchived(bytes, run, note) : bytes }];
}

async function moveCandidate(
  entry: HistoryEntry,
  { to }: Move,
  tree: DvcTree,
  committed: CommittedFiles,
): Promise<MoveFiles> {
  if (to === null) return { changes: [], outputs: [], pointers: [] };
  const run = getRun(tree, entry.model, to);
  const found = findCandidateOutput(run);
  if (found === undefined) throw nothingToName(entry.model, to, run);
  const path = formatCandidateTarget(entry.model, to);
  // What somebody made a candidate already stays as they made it; a stage's own output is named by dvc.lock.
  if (run.found.some(({ part }) => part === 'candidate' || part === 'merged'))
    return { changes: [], outputs: [found.output], pointers: [] };
  const bytes = formatPointer({ run: to, output: found.output, path: to }, await committed.read(path));
  const ignored = await ignoreOutput(posix.dirname(path), to, committed);
  return { changes: [{ path, bytes }, ...ignored], outputs: [found.output], pointers: [path] };
}

async function ignoreOutput(
  folder: string,
  name: string,
  committed: CommittedFiles,
): Promise<readonly TreeChange[]> {
  const path = `${folder}/.gitignore`;
  const bytes = addIgnoredOutput(await committed.read(path), name);
  return bytes === undefined ? [] : [{ path, bytes }];
}

function getStableOutput({ action, model }: HistoryEntry, name: string, tree: DvcTree): DvcOutput {
  const run = getRun(tree, model, name);
  if (run.found.length === 0) throw nothingToName(model, name, run);
  const isBack = action === 'rollback' || action === 'undo';
  const choice = chooseStableOutput(model, run, { ...tree, isBack });
  if (choice.ok) return choice.output;
  throw new ConflictError('plan-blocked', `${model} ${name} ${choice.problem}.`, { hint: choice.hint });
}

function getRun(tree: DvcTree, family: string, name: string): DvcRun {
  const run = tree.families.get(family)?.runs.get(name);
  if (run !== undefined) return run;
  throw new ConflictError('plan-blocked', `The working tree has no run ${name} of ${family} any more.`, {
    hint: 'Look at the versions of the family, then plan again.',
  });
}

function nothingToName(family: string, name: string, { untracked, unread }: DvcRun): ConflictError {
  const [folder] = untracked;
  const [file] = unread;
  const hint =
    folder === undefined
      ? `Put ${file?.file ?? 'its pointer'} right first.`
      : `Give its folder to DVC first, with dvc add ${quoteWord(folder)}, and commit the pointer.`;
  return new ConflictError('plan-blocked', `No pointer names the files of ${name} of ${family}.`, { hint });
}
