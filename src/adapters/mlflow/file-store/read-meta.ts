import { lstatSync } from 'node:fs';
import { findErrno } from '../../files/file-errors.ts';
import type { Reading } from '../../files/read-json.ts';
import { type MetaFields, parseMetaYaml } from './parse-meta-yaml.ts';
import { readStoreFile } from './read-store-file.ts';
import { storeLimits } from './store-limits.ts';

/** What a meta.yaml says, or why it says nothing. */
export type MetaReading = Reading<MetaFields> & {
  /** It was changed this lately that whoever writes it may not be done: half a file is whole in a moment. */
  readonly isFresh: boolean;
};

/** What is not as it should be this long after it was changed is not being written any more. */
const settledAfterMs = 5000;

/**
 * Reads the meta.yaml of a folder. Never throws for what is wrong with the file; the problem follows "its meta.yaml is".
 * @param now milliseconds since the epoch
 */
export function readMeta(folder: string, now: number): MetaReading {
  const file = readStoreFile(`${folder}/meta.yaml`, storeLimits.metaBytes);
  const isLate = (at: number | undefined): boolean => at !== undefined && Math.abs(now - at) < settledAfterMs;
  if (file.ok) return { ...parseMetaYaml(file.value.text), isFresh: isLate(file.value.modifiedAtMs) };
  // MLflow makes the folder first, then the file in it.
  const isMissing = file.fault === 'missing';
  return { ...file, isFresh: isMissing && isLate(findModified(folder)) };
}

function findModified(path: string): number | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.mtimeMs;
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return undefined;
  }
}

/** A text that says something; undefined for an empty one. Pure. */
export function readFilled(fields: MetaFields, key: string): string | undefined {
  const text = fields.get(key);
  return text === '' ? undefined : text;
}

/** A time in whole milliseconds since the epoch; undefined for anything else. Pure. */
export function readTime(fields: MetaFields, key: string): number | undefined {
  const text = fields.get(key);
  return text !== undefined && /^-?[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}
