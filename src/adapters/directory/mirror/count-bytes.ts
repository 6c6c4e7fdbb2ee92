import type { Transfer } from '../../../core/mirror/transfer.ts';
import type { TransferOptions } from '../../../core/ports/mirror.ts';
import type { ObjectStore, ObjectWrite } from '../../../core/ports/object-store.ts';

/** Progress is told at most this often, in milliseconds. */
const toldEveryMs = 200;

/**
 * A store that tells how many bytes of the transfers were written through it so far; those of large files while they are sent.
 * @param now milliseconds
 */
export function countBytes(
  store: ObjectStore,
  transfers: readonly Transfer[],
  { onProgress }: TransferOptions,
  now: () => number,
): ObjectStore {
  if (onProgress === undefined) return store;
  const total = transfers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const done = new Map<string, number>();
  let doneBytes = 0;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  const note = (name: string, bytes: number): void => {
    doneBytes += bytes - (done.get(name) ?? 0);
    done.set(name, bytes);
    const sum = Math.min(total, doneBytes);
    if (sum < total && now() - toldAtMs < toldEveryMs) return;
    toldAtMs = now();
    onProgress(sum, total);
  };
  return {
    address: store.address,
    listsWhole: store.listsWhole,
    list: (query, options) => store.list(query, options),
    find: (name, options) => store.find(name, options),
    read: (name, limitBytes, options) => store.read(name, limitBytes, options),
    download: (name, path, options) => store.download(name, path, options),
    write: async (write, options) => {
      const outcome = await store.write(write, { ...options, onProgress: bytes => note(write.name, bytes) });
      const sizeBytes = outcome.outcome === 'written' ? outcome.facts.sizeBytes : sizeOf(write);
      note(write.name, sizeBytes);
      return outcome;
    },
    remove: (name, generation, options) => store.remove(name, generation, options),
    close: () => store.close(),
  };
}

function sizeOf({ body }: ObjectWrite): number {
  return body.from === 'bytes' ? body.bytes.length : 0;
}
