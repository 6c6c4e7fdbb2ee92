import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { findVariable, type Variables } from '../../core/settings/read-environment.ts';
import { makeFolders } from '../files/make-folders.ts';

/**
 * Where this machine keeps what is under way: `LASTGOOD_STATE_DIR`, else `lastgood` in `XDG_STATE_HOME`, else in `~/.local/state`. A
 * relative `XDG_STATE_HOME` counts as not set. Absolute, or relative to the folder the command was given in. Pure.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function findStateFolder(variables: Variables, homeFolder: string): string {
  const own = findVariable(variables, 'LASTGOOD_STATE_DIR');
  if (own !== undefined) return own;
  const base = findVariable(variables, 'XDG_STATE_HOME');
  const isUsable = base !== undefined && isAbsolute(base);
  return join(isUsable ? base : join(homeFolder, '.local', 'state'), 'lastgood');
}

/** The name of a registry's folder in there: a digest of its kind and place, which may be no name of a folder. Pure. */
export function nameRegistryKey(registry: { readonly kind: string; readonly place: string }): string {
  const text = JSON.stringify([registry.kind, registry.place]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Makes a folder, and those it stands in, so that nobody else can look into those that are new. Rejects with Node's error. */
export async function makePrivateFolder(path: string): Promise<void> {
  await makeFolders(path, 0o700);
}
