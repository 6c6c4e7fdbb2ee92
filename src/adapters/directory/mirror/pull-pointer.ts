import { join } from 'node:path';
import type { Transfer, TransferOutcome } from '../../../core/mirror/transfer.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { formatVersionFolder } from '../layout.ts';
import { writePointer } from '../projections.ts';
import { findNamed, readRawPointer } from '../read-pointer.ts';
import type { MirrorContext } from './mirror-context.ts';
import { listSaidPointers } from './said-pointers.ts';

/**
 * Sets a link of the copy to what the bucket's pointer said when it was last read.
 * @throws UnavailableError
 */
export async function pullPointer(
  { cache, seen }: MirrorContext,
  transfer: Transfer,
): Promise<TransferOutcome> {
  const { name } = transfer;
  const raw = listSaidPointers(seen)?.get(name);
  const named = raw && findNamed(raw);
  if (named === undefined)
    return { transfer, outcome: 'failed', problem: 'the bucket names no version there' };
  const folder = formatVersionFolder(named.model, named.version);
  const path = join(cache.places.root, name);
  return await withFileErrors('write the pointer', path, async () => {
    const standing = await readRawPointer(cache.fileSystem, path);
    if (standing.state === 'unusable' && standing.blocking)
      return { transfer, outcome: 'refused', problem: standing.problem };
    if (standing.state === 'text' && standing.name === folder)
      return { transfer, outcome: 'already', problem: undefined };
    await writePointer(cache, path, folder, cache.createId);
    return { transfer, outcome: 'done', problem: undefined };
  });
}
