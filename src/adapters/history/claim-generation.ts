import { dirname, join } from 'node:path';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { removeIfThere } from '../files/durable-write.ts';
import { findErrno } from '../files/file-errors.ts';
import { entryNameInFolder } from './history-place.ts';
import type { AppendMethod } from './registry-file.ts';

/** What a claim needs to know. Both paths are on the same file system. */
export type Claim = {
  /** Where the generation is to stand. */
  readonly path: string;
  /** A path of our own, where nothing stands. */
  readonly temporary: string;
  readonly bytes: Uint8Array;
};

/**
 * Creates a generation with all its bytes, durably, unless it is there: the compare-and-swap that everything rests on.
 * Answers false when it was there. Rejects with Node's error; then it may be there only if nothing but the last sync failed.
 * Both methods refuse what the other one made, so that even a mixture of them lets one writer win.
 */
export async function claimGeneration(
  fileSystem: FileSystem,
  method: AppendMethod,
  claim: Claim,
): Promise<boolean> {
  const isClaimed = await (method === 'link'
    ? claimByLink(fileSystem, claim)
    : claimByFolder(fileSystem, claim));
  if (isClaimed) await fileSystem.syncFolder(dirname(claim.path));
  return isClaimed;
}

async function claimByLink(fileSystem: FileSystem, claim: Claim): Promise<boolean> {
  try {
    await fileSystem.createFile(claim.temporary, claim.bytes);
    await fileSystem.link(claim.temporary, claim.path);
    return true;
  } catch (thrown) {
    if (findErrno(thrown) === 'EEXIST') return false;
    throw thrown;
  } finally {
    await removeLeftover(() => removeIfThere(fileSystem, claim.temporary));
  }
}

/** rename(2) replaces an empty folder, hence the entry is in place before; onto a filled folder or a file it fails. */
async function claimByFolder(fileSystem: FileSystem, claim: Claim): Promise<boolean> {
  const entry = join(claim.temporary, entryNameInFolder);
  try {
    await fileSystem.makeFolder(claim.temporary);
    await fileSystem.createFile(entry, claim.bytes);
    await fileSystem.syncFolder(claim.temporary);
    await fileSystem.rename(claim.temporary, claim.path);
    return true;
  } catch (thrown) {
    await removeLeftover(async () => {
      await removeIfThere(fileSystem, entry);
      await fileSystem.removeFolder(claim.temporary);
    });
    if (['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes(findErrno(thrown) ?? '')) return false;
    throw thrown;
  }
}

/** What became of the claim is decided; a leftover that cannot be removed now is removed by doctor. */
async function removeLeftover(remove: () => Promise<unknown>): Promise<void> {
  await remove().catch(() => undefined);
}
