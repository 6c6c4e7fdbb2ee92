import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileState } from '../../../core/mirror/sides.ts';
import { findErrno, withFileErrors } from '../../files/file-errors.ts';
import { entryNameInFolder } from '../../history/history-place.ts';
import type { MirrorContext } from './mirror-context.ts';
import { placeObject } from './place-object.ts';
import type { CopyFacts } from './scan-copies.ts';
import type { SeenObject } from './seen-objects.ts';

/**
 * How a file of the copy stands to the bucket as it was last seen. Read only when its size or time is not what it was when it was put
 * there; what turns out to be the same after all is noted.
 * @throws UnavailableError when it has to be read and cannot be
 */
export async function judgeCopy(
  { cache, seen }: Pick<MirrorContext, 'cache' | 'seen'>,
  object: SeenObject,
  copy: CopyFacts | undefined,
): Promise<FileState | 'same'> {
  if (object.isGone) return copy === undefined ? 'same' : 'gone-from-bucket';
  if (object.isDamaged) return 'damaged-in-bucket';
  if (copy === undefined) return 'only-in-bucket';
  if (copy === 'other') return 'changed-here';
  const asPut = object.replacedBy === undefined ? 'same' : 'changed-in-bucket';
  if (isAsPut(object, copy)) return asPut;
  const otherwise = object.copy === undefined ? 'differs' : 'changed-here';
  const current = object.replacedBy ?? object.facts;
  if (![current.sizeBytes, object.facts.sizeBytes].includes(copy.sizeBytes)) return otherwise;
  const md5 = await findMd5(cache.places.root, object.facts.name);
  if (md5 === undefined) return otherwise;
  if (md5 === current.md5) {
    seen.note({ facts: current, copy });
    return 'same';
  }
  if (object.copy === undefined || md5 !== object.facts.md5) return otherwise;
  seen.note({ ...object, copy });
  return asPut;
}

/** Whether a file of the copy is as it was put there, and so is its object: known without reading either. Pure. */
export function isUntouched(object: SeenObject, copy: CopyFacts | undefined): boolean {
  if (object.isGone || object.isDamaged || object.replacedBy !== undefined) return false;
  return isAsPut(object, copy);
}

function isAsPut({ copy: put }: SeenObject, copy: CopyFacts | undefined): boolean {
  if (put === undefined || copy === undefined || copy === 'other') return false;
  return put.sizeBytes === copy.sizeBytes && put.modifiedAtMs === copy.modifiedAtMs;
}

/** Hex md5 of a file of the copy; undefined when it is not there any more, or no file. */
async function findMd5(root: string, name: string): Promise<string | undefined> {
  const place = placeObject(root, name);
  if (place === undefined) return undefined;
  return await withFileErrors('read the copy', place.path, async () => {
    for (const path of [place.path, join(place.path, entryNameInFolder)]) {
      const hash = createHash('md5');
      try {
        await pipeline(createReadStream(path), hash);
        return hash.digest('hex');
      } catch (thrown) {
        if (!['ENOENT', 'ENOTDIR', 'EISDIR'].includes(findErrno(thrown) ?? '')) throw thrown;
      }
    }
    return undefined;
  });
}
