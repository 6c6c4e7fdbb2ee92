/** The Castagnoli polynomial, bits reversed. @see RFC 3720, appendix B.4 */
const polynomial = 0x82f63b78;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1)
    remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
  return remainder;
});

/** The crc32c of bytes that come in pieces: 0 before the first, then what the piece before answered. Pure. */
export function extendCrc32c(crc32c: number, bytes: Uint8Array): number {
  let remainder = ~crc32c;
  for (let index = 0; index < bytes.length; index += 1)
    remainder = (table[(remainder ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (remainder >>> 8);
  return ~remainder >>> 0;
}

/** As a bucket writes it: base64 of the four bytes, the highest first. Pure. */
export function formatCrc32c(crc32c: number): string {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(crc32c);
  return bytes.toString('base64');
}
