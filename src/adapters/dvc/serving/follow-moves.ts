import { relative, sep } from 'node:path';
import { toAppError } from '../../../core/errors/app-error.ts';
import type { HistoryEntry } from '../../../core/history/entry.ts';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import type { ProjectionOutcome } from '../../../core/ports/registry.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { writeFileDurably } from '../../files/durable-write.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { type Reading, toReadFault } from '../../files/read-json.ts';
import type { DvcPlaces } from '../dvc-places.ts';
import { readRunImage } from '../family-images.ts';
import { isImageTag } from './docker-lines.ts';
import { editServingFile, type ServingEdit } from './edit-serving-file.ts';
import { servingLimitBytes } from './load-endpoints.ts';

/** What letting the file of endpoints follow needs. */
export type FollowContext = {
  readonly fileSystem: FileSystem;
  readonly places: DvcPlaces;
  readonly createId: () => string;
  /** The image that served a run when an alias was last on it; undefined where nobody knows. */
  readonly findEarlierImage: (family: string, alias: string, run: string) => Promise<string | undefined>;
};

/** Where the file is in the working tree, from the top on and parted by `/`; undefined outside of it. Pure. */
export function findServingTarget(
  { places }: Pick<FollowContext, 'places'>,
  file: string,
): string | undefined {
  const path = relative(places.root, file);
  return path === '' || path.startsWith('..') || path.startsWith(sep) ? undefined : path.split(sep).join('/');
}

/** The bytes of the file with the moves of an entry in it. What is adopted is as it was found, and moves nothing. */
export async function editForEntry(
  context: FollowContext,
  bytes: Uint8Array,
  entry: Pick<HistoryEntry, 'model' | 'action' | 'moves'>,
): Promise<ServingEdit> {
  let edited: ServingEdit = { edit: 'none' };
  if (entry.action === 'adopt') return edited;
  for (const { alias, from, to } of entry.moves) {
    const found =
      to === null
        ? undefined
        : ((await readRunImage(context, entry.model, to)) ??
          (await context.findEarlierImage(entry.model, alias, to)));
    const image = found !== undefined && isImageTag(found) ? found : undefined;
    const standing = edited.edit === 'changed' ? edited.bytes : bytes;
    const next = editServingFile(standing, { family: entry.model, alias, from, to, image });
    if (next.edit === 'refused') return next;
    if (next.edit === 'changed') edited = next;
  }
  return edited;
}

/**
 * Brings the file in line with an entry where git does not keep it. One that stays as it is has nothing left to be done: why was said when
 * the entry was made. Undefined where git brings it. Never rejects for the file.
 * @param committed what git keeps of it
 */
export async function bringServingFile(
  context: FollowContext,
  file: string,
  entry: Pick<HistoryEntry, 'model' | 'action' | 'moves'>,
  committed: Uint8Array | undefined,
): Promise<ProjectionOutcome | undefined> {
  const target = makeSafeText(findServingTarget(context, file) ?? file);
  const outcome = { target, before: null, after: null, problem: undefined };
  const already = { ...outcome, outcome: 'already' } as const;
  const reading = await readServingBytes(context, file);
  if (!reading.ok) return already;
  const edited = await editForEntry(context, reading.value, entry);
  if (edited.edit !== 'changed') return already;
  if (committed !== undefined)
    return (await editForEntry(context, committed, entry)).edit === 'none' ? undefined : already;
  try {
    await withFileErrors('write the file of endpoints', file, () =>
      writeFileDurably(context.fileSystem, file, edited.bytes, context.createId),
    );
    return { ...outcome, outcome: 'written' };
  } catch (thrown) {
    return { ...outcome, outcome: 'failed', problem: toAppError(thrown).message };
  }
}

/** The file as it stands. */
export async function readServingBytes(
  { fileSystem }: Pick<FollowContext, 'fileSystem'>,
  file: string,
): Promise<Reading<Uint8Array>> {
  try {
    return { ok: true, value: await fileSystem.readFile(file, servingLimitBytes) };
  } catch (thrown) {
    return toReadFault(thrown, servingLimitBytes);
  }
}
