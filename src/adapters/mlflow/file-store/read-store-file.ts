import { isUtf8 } from 'node:buffer';
import { type Reading, toReadFault } from '../../files/read-json.ts';
import { readSmallFile } from '../../files/read-small-file.ts';

/** The text of a file, and when it was last changed. */
export type StoredText = {
  readonly text: string;
  /** Milliseconds since the epoch, with fractions. */
  readonly modifiedAtMs: number;
};

/** How often a file that grows while it is read is read again. */
const attempts = 3;

/**
 * The text of a regular file, at once; a link is not followed. Never throws for what is wrong with the file: the reading says it, in words
 * that follow "its meta.yaml is".
 */
export function readStoreFile(path: string, limitBytes: number): Reading<StoredText> {
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const file = readSmallFile(path, limitBytes);
      if (file === undefined) continue;
      if (!isUtf8(file.bytes)) return { ok: false, fault: 'malformed', problem: 'not UTF-8' };
      const text = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength).toString();
      return { ok: true, value: { text, modifiedAtMs: file.modifiedAtMs } };
    }
    const problem = `larger than ${limitBytes} bytes, or changes while it is read`;
    return { ok: false, fault: 'too-large', problem };
  } catch (thrown) {
    return toReadFault(thrown, limitBytes);
  }
}
