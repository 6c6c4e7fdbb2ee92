import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createOfflineStore } from '../src/adapters/bucket/offline-store.ts';
import { openObjectStore } from '../src/adapters/bucket/open-object-store.ts';
import { createMirrorRegistry } from '../src/adapters/directory/mirror/mirror-registry.ts';
import { withFileErrors } from '../src/adapters/files/file-errors.ts';
import { makeFolders } from '../src/adapters/files/make-folders.ts';
import type { ObjectStore } from '../src/core/ports/object-store.ts';
import type { Registry } from '../src/core/ports/registry.ts';
import { formatBucketUrl } from '../src/core/settings/bucket-address.ts';
import type { BucketPlace, RegistryPlace } from '../src/core/settings/judge-place.ts';
import type { OutsideAccess, RegistryTools } from './compose.ts';
import { tool } from './version.ts';

/** Who only wants to look sees the local copy soon when the bucket does not answer. */
const budgetOfLookingMs = 8000;

/**
 * The registry in a bucket. Makes the folder of its local copy; the bucket is not asked.
 * @throws UnavailableError when that folder cannot be made; InvalidInputError invalid-configuration when a variable names no server
 */
export async function openBucket(
  { bucket, path, name }: RegistryPlace & { readonly bucket: BucketPlace },
  { fileSystem, now }: RegistryTools,
  access: OutsideAccess,
): Promise<Registry> {
  const store = openStore(bucket, access);
  // With this folder in it the copy is known for one, however early the first reading ends.
  await withFileErrors('make the local copy', path, () => makeFolders(join(path, '.lastgood'), 0o700));
  const url = formatBucketUrl(bucket);
  return createMirrorRegistry({
    ...{ root: path, name, url, store, fileSystem },
    createId: randomUUID,
    now,
    tool,
  });
}

function openStore({ bucket, prefix, transport }: BucketPlace, access: OutsideAccess): ObjectStore {
  const { settings, variables, purpose } = access;
  const address = { bucket, prefix };
  if (settings.offlineBecause !== undefined) return createOfflineStore(address, settings.offlineBecause);
  const budget = purpose === 'to-look' ? { budgetMs: budgetOfLookingMs } : {};
  return openObjectStore({ address, transport, variables, ...budget });
}
