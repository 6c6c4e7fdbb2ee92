import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { BucketAddress } from '../../core/ports/object-store.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';

const wildcards = /[*?[\]]/g;

/** Longest name of a file, in bytes of UTF-8: a copy is made from a file that is called like the object. */
const fileNameLimitBytes = 255;

/** An object in forms that gsutil cannot take for anything else. */
export type GsutilObject = {
  /** Fits this object only. */
  readonly pattern: string;
  /** As gsutil writes it. */
  readonly address: string;
  /** Where a copy goes; ends in `/`. */
  readonly folder: string;
  /** What the file is called that is copied there. */
  readonly fileName: string;
  /** Fits that file only, in a folder where there is no other. */
  readonly filePattern: string;
};

/**
 * Where an object is. Every address is a pattern to gsutil, and a wildcard stands for itself only as a set of one: `[*]`. That works at
 * the end of an address; of a folder, gsutil takes the name it found for a pattern again.
 * @throws InvalidInputError `invalid-name` for a name it would expand, cut, or take for a folder.
 */
export function formatGsutilObject({ bucket, prefix }: BucketAddress, name: string): GsutilObject {
  const path = prefix + name;
  const start = path.lastIndexOf('/') + 1;
  const [folder, fileName] = [path.slice(0, start), path.slice(start)];
  const problem = findFolderProblem(folder) ?? findFileNameProblem(fileName);
  if (problem !== undefined) {
    const shown = makeSafeText(path, { limit: 80 });
    const message = `gsutil cannot name the object "${shown}": its name ${problem}.`;
    throw new InvalidInputError('invalid-name', message, {
      hint: 'Choose the transport sdk, which can name every object.',
      data: { name: shown },
    });
  }
  const filePattern = escapeWildcards(fileName);
  return {
    pattern: `gs://${bucket}/${folder}${filePattern}`,
    address: `gs://${bucket}/${path}`,
    folder: `gs://${bucket}/${folder}`,
    fileName,
    filePattern,
  };
}

/**
 * A pattern that fits every object whose name begins with `prefix`, and no other. Pure.
 * @throws InvalidInputError `invalid-name` for a bucket address whose folder it would expand
 */
export function formatGsutilPattern(address: BucketAddress, prefix: string): string {
  const problem = findFolderProblem(address.prefix);
  if (problem !== undefined) {
    const shown = makeSafeText(`gs://${address.bucket}/${address.prefix}`, { limit: 80 });
    throw new InvalidInputError('invalid-name', `gsutil cannot list ${shown}: it ${problem}.`, {
      hint: 'Choose the transport sdk, which can name every object.',
      data: { name: shown },
    });
  }
  return `gs://${address.bucket}/${escapeWildcards(address.prefix + prefix)}**`;
}

function escapeWildcards(text: string): string {
  return text.replace(wildcards, '[$&]');
}

function findFolderProblem(folder: string): string | undefined {
  if (folder.startsWith('/')) return 'begins with a slash';
  if (/[\0\r\n]/.test(folder)) return 'holds a line break or a NUL';
  const [found] = folder.match(wildcards) ?? [];
  return found === undefined ? undefined : `holds a folder with "${found}", which it takes for a pattern`;
}

function findFileNameProblem(fileName: string): string | undefined {
  if (fileName === '') return 'is that of a folder';
  if (fileName === '.' || fileName === '..') return 'means a folder';
  if (/[\0\r\n]/.test(fileName)) return 'holds a line break or a NUL';
  if (/#\d+$/.test(fileName)) return 'ends like a generation';
  if (Buffer.byteLength(fileName) > fileNameLimitBytes) return `is longer than ${fileNameLimitBytes} bytes`;
  return undefined;
}
