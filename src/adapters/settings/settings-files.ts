import { dirname, isAbsolute, join, resolve } from 'node:path';
import { isThere } from './is-there.ts';

/** Name of the configuration file of a project. */
export const projectFileName = 'lastgood.config.yaml';

/** Most folders that are looked into on the way up. */
const maxLevels = 100;

/**
 * Path of the project's configuration file: the nearest upward from the working folder. The search ends with the folder that
 * holds `.git`, the home folder, or the root. Undefined when there is none.
 */
export async function findProjectFile(
  workingFolder: string,
  homeFolder: string,
): Promise<string | undefined> {
  let folder = resolve(workingFolder);
  for (let level = 0; level < maxLevels; level += 1) {
    const file = join(folder, projectFileName);
    if (await isThere(file)) return file;
    const above = dirname(folder);
    const isLast =
      above === folder || folder === resolve(homeFolder) || (await isThere(join(folder, '.git')));
    if (isLast) return undefined;
    folder = above;
  }
  return undefined;
}

/**
 * Path of the user's configuration file, whether it is there or not.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ a relative XDG_CONFIG_HOME is to be ignored
 */
export function placeUserFile(
  variables: Readonly<Record<string, string | undefined>>,
  homeFolder: string,
): string {
  const configured = variables['XDG_CONFIG_HOME'] ?? '';
  const base = isAbsolute(configured) ? configured : join(homeFolder, '.config');
  return join(base, 'lastgood', 'config.yaml');
}
