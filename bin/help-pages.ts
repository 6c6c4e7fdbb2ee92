import { readFile } from 'node:fs/promises';

/**
 * A page of docs, as Markdown. In the built program, where scripts/build.mjs puts the texts in the place of this module, nothing is read.
 * @param file its name in docs
 */
export async function readPage(file: string): Promise<string> {
  return await readFile(new URL(`../docs/${file}`, import.meta.url), 'utf8');
}
