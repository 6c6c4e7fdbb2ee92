import { expect, test } from 'vitest';
import { formatBucketUrl, isBucketText, readBucketText } from '../../../src/core/settings/bucket-address.ts';

test.each([
  ['gs://models', { bucket: 'models', prefix: '' }, 'gs://models'],
  ['gs://models/', { bucket: 'models', prefix: '' }, 'gs://models'],
  ['gs://models/team/registry', { bucket: 'models', prefix: 'team/registry/' }, 'gs://models/team/registry'],
  ['gs://models/team//', { bucket: 'models', prefix: 'team/' }, 'gs://models/team'],
  ['GS://models/Team', { bucket: 'models', prefix: 'Team/' }, 'gs://models/Team'],
  ['gs://my.domain-1_x/ü #?', { bucket: 'my.domain-1_x', prefix: 'ü #?/' }, 'gs://my.domain-1_x/ü #?'],
])('%s is a bucket and a prefix, and is written in one way', (text, address, url) => {
  expect(readBucketText(text)).toEqual({ ok: true, address });
  expect(formatBucketUrl(address)).toBe(url);
});

test.each([
  ['gs:/models', 'needs two slashes after gs:'],
  ['gs:///models', 'needs two slashes after gs:'],
  ['gs://', 'names no bucket'],
  ['gs://Models', 'names a bucket with capital letters: there are only small ones'],
  [
    'gs://mo dels',
    'names a bucket with other characters than small letters, digits, dot, dash and underscore',
  ],
  ['gs://-models', 'names a bucket that does not start and end with a letter or digit'],
  ['gs://mo..dels', 'names a bucket with two dots in a row'],
  [
    `gs://${'x'.repeat(64)}`,
    'names a bucket that is too long: 63 characters are allowed, or 63 between two dots',
  ],
  ['gs://models/a//b', 'has two slashes in a row in its prefix'],
  ['gs://models//b', 'has two slashes in a row in its prefix'],
  ['gs://models/../b', 'has . or .. in its prefix'],
  ['gs://models/a\u202eb', expect.stringContaining('has a prefix that holds')],
  ['gs://models/\ud800', expect.stringContaining('has a prefix that')],
  [`gs://models/${'x'.repeat(513)}`, 'has a prefix of more than 512 bytes'],
])('%j is refused with what is wrong', (text, problem) => {
  expect(isBucketText(text)).toBe(true);
  expect(readBucketText(text)).toEqual({ ok: false, problem });
});

test.each(['models', 'directory:x', './gs:', 'gs:models', 'https://models', '/gs://x'])(
  '%s is not meant as a bucket',
  text => expect(isBucketText(text)).toBe(false),
);
