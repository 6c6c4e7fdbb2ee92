import { createHash, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBody, unpackBody } from '../../../../src/adapters/directory/mirror/packed-body.ts';

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

describe('a packed body', () => {
  it('gives the same bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), bytes => {
        const unpacked = unpackBody({ metadata: packBody(bytes), md5: md5(bytes) });
        expect(Buffer.from(unpacked ?? [])).toEqual(Buffer.from(bytes));
        expect(unpacked).toBeDefined();
      }),
    );
  });

  it('is left out where the metadata of an object would grow too large', () => {
    expect(packBody(randomBytes(6000))).toEqual({});
    expect(packBody(new Uint8Array(300 * 1024))).toEqual({});
  });

  it('counts for nothing when it is not the bytes of the object', () => {
    const metadata = packBody(new TextEncoder().encode('{"version":"v2"}'));
    expect(unpackBody({ metadata, md5: md5(new TextEncoder().encode('{"version":"v3"}')) })).toBeUndefined();
    expect(unpackBody({ metadata, md5: undefined })).toBeUndefined();
  });

  it('counts for nothing when it is damaged or would fill the memory', () => {
    const bomb = new Uint8Array(64 * 1024 * 1024);
    const packed = deflateRawSync(bomb).toString('base64');
    expect(unpackBody({ metadata: { 'lastgood-body': packed }, md5: md5(bomb) })).toBeUndefined();
    expect(unpackBody({ metadata: { 'lastgood-body': '!!' }, md5: md5(bomb) })).toBeUndefined();
  });
});
