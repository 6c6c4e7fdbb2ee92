import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { findVariable, type Variables } from '../../core/settings/read-environment.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { makeFolders } from '../files/make-folders.ts';

/**
 * Where this machine keeps what is under way: `LASTGOOD_STATE_DIR`, else `lastgood` in `XDG_STATE_HOME`, else in `~/.local/state`. A
 * relative `XDG_STATE_HOME` counts as not set. Absolute: what was cut off in one folder is found from any other. Pure.
 * @throws InvalidInputError invalid-configuration for a relative `LASTGOOD_STATE_DIR`
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function findStateFolder(variables: Variables, homeFolder: string): string {
  const own = findVariable(variables, 'LASTGOOD_STATE_DIR');
  if (own !== undefined && isAbsolute(own)) return own;
  if (own !== undefined) throw describeRelative(own);
  const base = findVariable(variables, 'XDG_STATE_HOME');
  const isUsable = base !== undefined && isAbsolute(base);
  return join(isUsable ? base : join(homeFolder, '.local', 'state'), 'lastgood');
}

function describeRelative(folder: string): InvalidInputError {
  const shown = makeSafeText(folder, { limit: 200 });
  const message = `LASTGOOD_STATE_DIR is ${shown}, which is another folder from each place: it must be absolute.`;
  return new InvalidInputError('invalid-configuration', message, {
    hint: 'Write the whole path, beginning with /.',
  });
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
