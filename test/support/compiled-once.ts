import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Vitest's global setup: what a process has compiled is kept for those after it, where Node keeps it for whoever says nothing. A test that
 * starts a TypeScript file with bare variables hands this one on: without it the types are taken out each time, which takes longer than
 * all the rest of the start.
 */
export function setup(): void {
  process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'node-compile-cache');
}

/** The variable that hands it on; empty where there is none. */
export function compileCacheVariables(): Readonly<Record<string, string>> {
  const { NODE_COMPILE_CACHE: folder } = process.env;
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}
