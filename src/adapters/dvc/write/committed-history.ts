import { createHash } from 'node:crypto';
import type { GenerationReading } from '../../../core/history/append-rules.ts';
import type { HistoryRead } from '../../../core/ports/history-log.ts';
import { parseGenerationName } from '../../history/history-place.ts';
import { interpretEntry } from '../../history/interpret-entry.ts';
import { listTree, readBlobs, type TreeFile } from '../git/git-objects.ts';
import type { Git } from '../git/git-program.ts';
import { formatHistoryFolder, ownFiles } from './own-files.ts';

/** What was read of entries, by model, generation and the hash git has for their bytes: they never change. */
export type ReadEntries = Map<string, GenerationReading>;

/** The history of a model as it is in a commit. */
export type CommittedHistory = {
  /** The highest generation there is, or 0. */
  readonly head: number;
  readonly readings: ReadonlyMap<number, GenerationReading>;
};

/** sha256 of bytes, in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Models that have an entry in a commit, sorted. */
export async function listCommittedModels(git: Git, commit: string): Promise<readonly string[]> {
  const files = await listTree(git, commit, ownFiles.history);
  const models = files.flatMap(({ path }) => {
    const [model, name, ...rest] = path.slice(ownFiles.history.length + 1).split('/');
    const isEntry = rest.length === 0 && parseGenerationName(name ?? '') !== undefined;
    return isEntry && model !== undefined ? [model] : [];
  });
  return [...new Set(models)].sort();
}

/** Every entry of a model in a commit. What is wrong with one is said, never thrown. @throws UnavailableError where git fails */
export async function readCommittedHistory(
  git: Git,
  commit: string,
  model: string,
  known: ReadEntries,
): Promise<CommittedHistory> {
  const folder = formatHistoryFolder(model);
  const files = (await listTree(git, commit, folder)).flatMap(file => {
    const generation = parseGenerationName(file.path.slice(folder.length + 1));
    return generation === undefined ? [] : [{ ...file, generation }];
  });
  const keyOf = ({ hash, generation }: TreeFile & { readonly generation: number }): string =>
    `${model}\0${generation}\0${hash}`;
  const unread = files.filter(file => !known.has(keyOf(file)));
  const blobs = await readBlobs(
    git,
    unread.map(({ hash }) => hash),
  );
  for (const [index, file] of unread.entries()) {
    const bytes = file.mode.startsWith('100') ? blobs[index] : undefined;
    const { generation } = file;
    const reading =
      bytes === undefined
        ? ({ ok: false, fault: 'malformed', problem: 'no file that git has' } as const)
        : ({ ok: true, value: bytes } as const);
    known.set(keyOf(file), interpretEntry(reading, { model, generation }, sha256));
  }
  const none: GenerationReading = { found: 'none' };
  const readings = new Map(files.map(file => [file.generation, known.get(keyOf(file)) ?? none]));
  return { head: Math.max(0, ...readings.keys()), readings };
}

/** The same as a log answers it. Pure. */
export function toHistoryRead({ readings }: CommittedHistory): HistoryRead {
  const ordered = [...readings].sort(([one], [other]) => one - other).map(([, reading]) => reading);
  return {
    entries: ordered.flatMap(reading => (reading.found === 'entry' ? [reading.stored] : [])),
    defects: ordered.flatMap(reading => (reading.found === 'defect' ? [reading.defect] : [])),
  };
}
