import type { BucketAddress } from '../../core/ports/object-store.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';

/** An object as people name it: `gs://bucket/prefix/name`, safe to show. Pure. */
export function describeObject({ bucket, prefix }: BucketAddress, name: string): string {
  return makeSafeText(`gs://${bucket}/${prefix}${name}`, { limit: 200 });
}

/** A bucket and its prefix as people name them, safe to show. Pure. */
export function describePlace(address: BucketAddress): string {
  return describeObject(address, '');
}
