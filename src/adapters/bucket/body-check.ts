import { createHash } from 'node:crypto';
import type { ObjectFacts } from '../../core/ports/object-store.ts';
import { extendCrc32c, formatCrc32c } from './crc32c.ts';

/** Bytes as they arrive, and whether they are the object's. */
export type BodyCheck = {
  readonly add: (bytes: Uint8Array) => void;
  /** What is wrong, in words that follow "the bytes"; undefined when all of them are right. Call it once, at the end. */
  readonly findProblem: () => string | undefined;
};

/** Compares size and md5, or crc32c where the object has no md5, with what the bucket says. */
export function createBodyCheck(facts: ObjectFacts): BodyCheck {
  const md5 = facts.md5 === undefined ? undefined : createHash('md5');
  let crc32c = 0;
  let sizeBytes = 0;
  return {
    add: bytes => {
      sizeBytes += bytes.length;
      if (md5 === undefined) crc32c = extendCrc32c(crc32c, bytes);
      else md5.update(bytes);
    },
    findProblem: () => {
      if (sizeBytes !== facts.sizeBytes) return `are ${sizeBytes} in number and not ${facts.sizeBytes}`;
      if (md5 !== undefined) return md5.digest('hex') === facts.md5 ? undefined : 'have another md5';
      return formatCrc32c(crc32c) === facts.crc32c ? undefined : 'have another crc32c';
    },
  };
}
