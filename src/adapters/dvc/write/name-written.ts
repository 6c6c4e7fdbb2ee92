import { makeSafeText } from '../../../core/text/safe-text.ts';
import { shortenMd5 } from '../dvc-output.ts';
import { pointerEnding } from '../dvc-places.ts';
import type { CheckedOutFile } from '../git/checked-out-files.ts';
import { readBlobs } from '../git/git-objects.ts';
import { parsePointer } from '../parse-pointer.ts';
import type { DvcWritingContext } from './writing-context.ts';

/** What a pointer names before and after it is brought in line, for people; both null for any other file. */
export async function nameWritten(
  { program }: Pick<DvcWritingContext, 'program'>,
  { path, standing, committed }: CheckedOutFile,
): Promise<readonly [before: string | null, after: string | null]> {
  if (!path.endsWith(pointerEnding)) return [null, null];
  const before = standing.found === 'file' && standing.isKnown ? standing.hash : undefined;
  const hashes = [before, committed?.hash].flatMap(hash => hash ?? []);
  const blobs = await readBlobs(program, hashes);
  const nameOf = (hash: string | undefined): string | null => {
    const bytes = hash === undefined ? undefined : blobs[hashes.indexOf(hash)];
    return bytes === undefined ? null : namePointer(bytes, path);
  };
  return [nameOf(before), nameOf(committed?.hash)];
}

function namePointer(bytes: Uint8Array, path: string): string | null {
  const pointer = parsePointer(bytes, path);
  if (!pointer.ok) return null;
  const { note, output } = pointer.value;
  return makeSafeText(note?.run ?? shortenMd5(output.md5));
}
