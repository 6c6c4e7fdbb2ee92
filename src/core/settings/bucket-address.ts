import { InvalidInputError } from '../errors/app-error.ts';
import type { BucketAddress } from '../ports/object-store.ts';
import { describeUnsafe, makeSafeText } from '../text/safe-text.ts';
import { findScheme } from './find-scheme.ts';

/** An address as it was understood, or what is wrong with it, in words that follow the address. */
export type AddressReading =
  | { readonly ok: true; readonly address: BucketAddress }
  | { readonly ok: false; readonly problem: string };

/** Longest prefix in bytes: names of objects may have 1024, and the longest of ours follows it. */
const prefixLimitBytes = 512;

/** Whether a text can only mean a bucket: `gs://…`, well formed or not. Pure. */
export function isBucketText(text: string): boolean {
  return findScheme(text) === 'gs';
}

/**
 * The bucket and the prefix that `gs://bucket/prefix` names. Slashes at its end mean nothing. Pure.
 * @see https://cloud.google.com/storage/docs/buckets#naming
 */
export function readBucketText(text: string): AddressReading {
  const [, slashes = '', bucket = '', rest = ''] = /^gs:(\/*)([^/]*)(.*)$/i.exec(text) ?? [];
  const prefix = rest.replace(/^\//, '').replace(/\/+$/, '');
  const problem =
    (slashes.length === 2 ? undefined : 'needs two slashes after gs:') ??
    findBucketProblem(bucket) ??
    (prefix === '' ? undefined : findPrefixProblem(prefix));
  if (problem !== undefined) return { ok: false, problem };
  return { ok: true, address: { bucket, prefix: prefix === '' ? '' : `${prefix}/` } };
}

/**
 * The same for a text somebody gave.
 * @param said where it was given, for the message
 * @throws InvalidInputError usage
 */
export function parseBucketText(text: string, said: string): BucketAddress {
  const reading = readBucketText(text);
  if (reading.ok) return reading.address;
  const shown = makeSafeText(text, { limit: 200 });
  throw new InvalidInputError('usage', `${said}: "${shown}" ${reading.problem}.`, {
    hint: 'Write gs://BUCKET or gs://BUCKET/PREFIX.',
    data: { address: shown },
  });
}

/** The address as it is written: `gs://bucket/prefix`, without a slash at its end. Pure. */
export function formatBucketUrl({ bucket, prefix }: BucketAddress): string {
  return `gs://${bucket}/${prefix}`.replace(/\/$/, '');
}

function findBucketProblem(bucket: string): string | undefined {
  if (bucket === '') return 'names no bucket';
  const longest = bucket.includes('.') ? 222 : 63;
  if (bucket.length > longest || bucket.split('.').some(part => part.length > 63))
    return 'names a bucket that is too long: 63 characters are allowed, or 63 between two dots';
  if (/[A-Z]/.test(bucket)) return 'names a bucket with capital letters: there are only small ones';
  if (!/^[a-z\d._-]+$/.test(bucket))
    return 'names a bucket with other characters than small letters, digits, dot, dash and underscore';
  if (!/^[a-z\d](?:.*[a-z\d])?$/.test(bucket))
    return 'names a bucket that does not start and end with a letter or digit';
  return bucket.includes('..') ? 'names a bucket with two dots in a row' : undefined;
}

function findPrefixProblem(prefix: string): string | undefined {
  const parts = prefix.split('/');
  if (parts.includes('')) return 'has two slashes in a row in its prefix';
  if (parts.some(part => part === '.' || part === '..')) return 'has . or .. in its prefix';
  const unsafe = describeUnsafe(prefix);
  if (unsafe !== undefined) return `has a prefix that holds ${unsafe}`;
  if (!prefix.isWellFormed()) return 'has a prefix that is no Unicode text';
  const isTooLong = new TextEncoder().encode(prefix).length > prefixLimitBytes;
  return isTooLong ? `has a prefix of more than ${prefixLimitBytes} bytes` : undefined;
}
