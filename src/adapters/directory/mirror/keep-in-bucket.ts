import { UnavailableError } from '../../../core/errors/app-error.ts';
import type { CallOptions, ObjectFacts, ObjectStore } from '../../../core/ports/object-store.ts';
import { childPath } from '../../files/child-path.ts';
import type { DirectoryContext } from '../directory-options.ts';
import { operationKey } from './mirror-context.ts';
import { findFileMd5, openBody } from './open-body.ts';

/** Name of the object that keeps what has this digest. Pure. */
export function nameKept(sha256: string): string {
  return `.lastgood/evidence/${sha256}`;
}

/** Whether a kept file had to be written, and what stands there now. */
export type KeptOutcome = { readonly outcome: 'written' | 'already'; readonly facts: ObjectFacts };

/**
 * Puts what the copy keeps under a digest into the bucket as well; what stands there damaged is replaced. Of several that put the same
 * all may: it is the same.
 * @throws UnavailableError
 */
export async function keepInBucket(
  { cache, store }: { readonly cache: DirectoryContext; readonly store: ObjectStore },
  sha256: string,
  options: CallOptions = {},
): Promise<KeptOutcome> {
  const path = childPath(cache.places.evidence, sha256);
  const { body, metadata } = await openBody(cache.fileSystem, path);
  let standing: ObjectFacts | undefined;
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const written = await store.write(
      {
        name: nameKept(sha256),
        body,
        expectGeneration: standing?.generation ?? '0',
        contentType: 'application/octet-stream',
        // Under its digest it is the same whoever wrote it.
        metadata: { ...metadata, [operationKey]: sha256 },
      },
      options,
    );
    if (written.outcome === 'written') return written;
    standing = await store.find(nameKept(sha256), options);
    if (standing !== undefined && standing.md5 === (await findFileMd5(path)))
      return { outcome: 'already', facts: standing };
  }
  throw new UnavailableError(
    'answer-damaged',
    `${nameKept(sha256)} changes in the bucket while it is written.`,
  );
}
