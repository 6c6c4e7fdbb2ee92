import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32cOf, md5Of } from './checksums.ts';

/** @see RFC 3720, appendix B.4 */
const known = [
  [Buffer.from('123456789'), 'e3069283'],
  [Buffer.alloc(32), '8a9136aa'],
  [Buffer.alloc(32, 0xff), '62a8ab43'],
  [Buffer.from(Array.from({ length: 32 }, (_, at) => at)), '46dd794e'],
  [Buffer.alloc(0), '00000000'],
] as const;

describe('checksums', () => {
  it.each(known)('crc32c of a known text', (bytes, hex) => {
    expect(Buffer.from(crc32cOf(bytes), 'base64').toString('hex')).toBe(hex);
  });

  it('crc32c is not the crc32 of zip files', () => {
    expect(Buffer.from(crc32cOf(Buffer.from('123456789')), 'base64').readUInt32BE()).not.toBe(
      crc32('123456789'),
    );
  });

  it('md5 is in base64', () => {
    expect(md5Of(Buffer.from('hello'))).toBe('XUFAKrxLKna5cZ2REBfFkg==');
  });
});
