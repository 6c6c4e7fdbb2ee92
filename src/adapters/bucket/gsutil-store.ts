import type { ObjectStore } from '../../core/ports/object-store.ts';
import { metadataDeadline } from './deadline.ts';
import { describeObject } from './describe-object.ts';
import { formatGsutilObject } from './gsutil-address.ts';
import { createGsutil, type Gsutil, type GsutilOptions } from './gsutil-command.ts';
import { downloadWithGsutil, findWithGsutil, readWithGsutil } from './gsutil-fetch.ts';
import { createGsutilLister } from './gsutil-list.ts';
import { writeWithGsutil } from './gsutil-write.ts';

/**
 * A bucket through the program gsutil, for hosts that only have the login of the Cloud SDK. One attempt per call, each about a second, at
 * most four at a time. Names that gsutil cannot be told (see {@link formatGsutilObject}) are listed, and rejected by every other call.
 * @throws InvalidInputError `invalid-configuration` when the emulator that is named speaks no https.
 */
export function createGsutilStore(options: GsutilOptions): ObjectStore {
  const gsutil = createGsutil(options);
  const lister = createGsutilLister(gsutil);
  return {
    address: options.address,
    listsWhole: true,
    list: (query, call) => lister.list(query, call),
    find: (name, call) => findWithGsutil(gsutil, name, call),
    read: (name, limitBytes, call) => readWithGsutil(gsutil, name, limitBytes, call),
    download: (name, path, call) => downloadWithGsutil(gsutil, name, path, call),
    write: (write, call) => writeWithGsutil(gsutil, write, call),
    remove: (name, generation, call) => removeWithGsutil(gsutil, name, generation, call?.signal),
    close: async () => lister.close(),
  };
}

/** By its condition only: told the generation too, gsutil would delete it for good in a bucket that keeps old versions. */
async function removeWithGsutil(
  gsutil: Gsutil,
  name: string,
  generation: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { pattern } = formatGsutilObject(gsutil.address, name);
  const end = await gsutil.run({
    doing: `remove ${describeObject(gsutil.address, name)}`,
    arguments: ['-h', `x-goog-if-generation-match:${generation}`, 'rm', pattern],
    deadline: metadataDeadline(gsutil.limits),
    signal,
  });
  // One that vanished before it could be removed is no failure to gsutil, but it says so.
  return end.means === 'done' && !/^Cannot find /m.test(end.words);
}
