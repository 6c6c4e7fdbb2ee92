import type { ObjectStore } from '../../../core/ports/object-store.ts';
import type { DirectoryContext } from '../directory-options.ts';
import type { SeenObjects } from './seen-objects.ts';

/** What the parts of a mirror share: the copy in a folder, the bucket, and what was last seen of it. */
export type MirrorContext = {
  /** The registry's folder on this machine. */
  readonly cache: DirectoryContext;
  readonly store: ObjectStore;
  readonly seen: SeenObjects;
  /** `gs://bucket/prefix`. */
  readonly url: string;
};

/** Custom metadata by which the writer of an object finds out whether a write whose answer was lost was its own. */
export const operationKey = 'lastgood-operation';

/** Custom metadata of a pointer: the generation of the history it shows, decimal. */
export const generationKey = 'lastgood-generation';

/** Custom metadata: hex sha256 of the object's bytes. */
export const sha256Key = 'lastgood-sha256';
