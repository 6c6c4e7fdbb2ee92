import { expect, test } from 'vitest';
import { extendCrc32c, formatCrc32c } from '../../../src/adapters/bucket/crc32c.ts';

test.each([
  ['nothing', Buffer.alloc(0), 0],
  ['the check value of the catalogue', Buffer.from('123456789'), 0xe3069283],
  ['32 zeros (RFC 3720 B.4)', Buffer.alloc(32), 0x8a9136aa],
  ['32 ones (RFC 3720 B.4)', Buffer.alloc(32, 0xff), 0x62a8ab43],
])('crc32c of %s', (_, bytes, expected) => {
  expect(extendCrc32c(0, bytes)).toBe(expected);
});

test('bytes in pieces have the crc32c of the whole', () => {
  const bytes = Buffer.from('The quick brown fox jumps over the lazy dog');
  const inPieces = extendCrc32c(extendCrc32c(0, bytes.subarray(0, 10)), bytes.subarray(10));
  expect(inPieces).toBe(extendCrc32c(0, bytes));
});

test('a crc32c is written as a bucket writes it', () => {
  expect(formatCrc32c(0xe3069283)).toBe('4waSgw==');
});
