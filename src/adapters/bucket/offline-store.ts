import { UnavailableError } from '../../core/errors/app-error.ts';
import type { BucketAddress, ObjectStore } from '../../core/ports/object-store.ts';
import { formatBucketUrl } from '../../core/settings/bucket-address.ts';

/**
 * A bucket that is never asked: every call rejects with UnavailableError `offline`.
 * @param because who switched it off, in words: `--offline is given`
 */
export function createOfflineStore(address: BucketAddress, because: string): ObjectStore {
  const refuse = async (): Promise<never> => {
    const url = formatBucketUrl(address);
    throw new UnavailableError('offline', `${url} is not asked, because ${because}.`);
  };
  return {
    address,
    list: refuse,
    find: refuse,
    read: refuse,
    download: refuse,
    write: refuse,
    remove: refuse,
    close: async () => undefined,
  };
}
