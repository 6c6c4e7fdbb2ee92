import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { findErrno, withFileErrors } from './file-errors.ts';

/** Largest file that is looked through for secrets. */
const searchedLimitBytes = 4 * 1024 * 1024;

/** Files that hold text, by their names. */
const textName = /\.(?:json|jsonl|md|txt|ya?ml|toml|ini|cfg|conf|py|sh|jinja2?|csv|env|xml|html)$|^[^.]+$/i;

/**
 * The text of a file that is looked through for secrets; undefined: it is no small file of text, or is not there.
 * @throws UnavailableError when the file system refuses
 */
export async function readSearchedText(path: string): Promise<string | undefined> {
  if (!textName.test(basename(path))) return undefined;
  return await withFileErrors('look through the file', path, async () => {
    try {
      const facts = await stat(path);
      return facts.isFile() && facts.size <= searchedLimitBytes ? await readFile(path, 'utf8') : undefined;
    } catch (thrown) {
      if (['ENOENT', 'ENOTDIR'].includes(findErrno(thrown) ?? '')) return undefined;
      throw thrown;
    }
  });
}
