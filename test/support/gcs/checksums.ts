import { createHash } from 'node:crypto';

/** The polynomial of Castagnoli, reflected. @see RFC 3720, appendix B.4 */
const polynomial = 0x82f63b78;

/** Eight tables of 256, one behind the other, so that eight bytes are folded in at a time. */
const table = createTable();

function createTable(): Uint32Array {
  const folded = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    folded[byte] = value;
  }
  for (let at = 256; at < folded.length; at += 1) {
    const before = folded[at - 256] ?? 0;
    folded[at] = (folded[before & 0xff] ?? 0) ^ (before >>> 8);
  }
  return folded;
}

/** The entry for one byte that has `after` more bytes of its eight behind it. */
function fold(after: number, byte: number): number {
  return table[(after << 8) | (byte & 0xff)] ?? 0;
}

/** The crc32c of some bytes as GCS writes it: base64 of its four bytes, the highest first. */
export function crc32cOf(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const eights = bytes.length - (bytes.length % 8);
  let value = 0xffffffff;
  for (let at = 0; at < eights; at += 8) {
    const low = view.getUint32(at, true) ^ value;
    const high = view.getUint32(at + 4, true);
    value = fold(7, low) ^ fold(6, low >>> 8) ^ fold(5, low >>> 16) ^ fold(4, low >>> 24);
    value ^= fold(3, high) ^ fold(2, high >>> 8) ^ fold(1, high >>> 16) ^ fold(0, high >>> 24);
  }
  for (let at = eights; at < bytes.length; at += 1)
    value = fold(0, value ^ view.getUint8(at)) ^ (value >>> 8);
  const digest = Buffer.alloc(4);
  digest.writeUInt32BE(~value >>> 0);
  return digest.toString('base64');
}

/** The md5 of some bytes in base64. */
export function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('base64');
}
