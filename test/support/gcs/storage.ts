import { refusals } from './answer.ts';
import { type Bucket, type BucketRules, createBucket } from './bucket.ts';
import type { UploadTable } from './resumable-uploads.ts';

/** Everything the emulator keeps. */
export type Storage = {
  readonly buckets: Map<string, Bucket>;
  readonly uploads: UploadTable;
  /** Makes an empty bucket, or answers with the one there is. */
  readonly addBucket: (name: string) => Bucket;
};

/** A storage with these buckets, all empty. */
export function createStorage(names: readonly string[], rules: BucketRules): Storage {
  const buckets = new Map<string, Bucket>();
  const addBucket = (name: string): Bucket => {
    const bucket = buckets.get(name) ?? createBucket(name, rules);
    buckets.set(name, bucket);
    return bucket;
  };
  for (const name of names) addBucket(name);
  return { buckets, uploads: new Map(), addBucket };
}

/** @throws Refusal 404 */
export function requireBucket(storage: Storage, name: string): Bucket {
  const bucket = storage.buckets.get(name);
  if (bucket === undefined) throw refusals.noBucket();
  return bucket;
}
