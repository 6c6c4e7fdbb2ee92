import { realpath } from 'node:fs/promises';

/**
 * The file that the path of weights leads to: S0 records whole paths, and those may be links by design. What counts is the bytes at
 * the end. Rejects with Node's error: `ENOENT` where nothing is, `ELOOP` for links that lead in a circle.
 */
export async function followWeights(path: string): Promise<string> {
  return await realpath(path);
}
