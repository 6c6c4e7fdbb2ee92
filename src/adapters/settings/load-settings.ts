import { resolve } from 'node:path';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { mergeSettings } from '../../core/settings/merge-settings.ts';
import { readEnvironment, type Variables } from '../../core/settings/read-environment.ts';
import type { Settings, SettingsFile, SettingValues } from '../../core/settings/settings.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { readTextFile } from '../files/read-text-file.ts';
import { findProjectFile, placeUserFile } from './settings-files.ts';

/** Largest configuration file. */
const limitBytes = 256 * 1024;

/** Where settings are looked for. */
export type SettingsPlaces = {
  /** Absolute. */
  readonly workingFolder: string;
  /** Absolute. */
  readonly homeFolder: string;
  readonly variables: Variables;
  /** File to be read in place of the project's; undefined: the nearest one is looked for. */
  readonly configuration: string | undefined;
};

/**
 * The settings in force for a command with these flags. What only reads YAML is loaded when there is a file to read.
 * @throws InvalidInputError invalid-configuration; UnavailableError when a file is there and cannot be read
 */
export async function loadSettings(places: SettingsPlaces, flags: SettingValues): Promise<Settings> {
  const [projectFile, userFile] = await Promise.all([loadProjectFile(places), loadUserFile(places)]);
  return mergeSettings({ flags, environment: readEnvironment(places.variables), projectFile, userFile });
}

async function loadProjectFile(places: SettingsPlaces): Promise<SettingsFile | undefined> {
  const { configuration, workingFolder, homeFolder } = places;
  if (configuration === undefined) {
    const found = await findProjectFile(workingFolder, homeFolder);
    return found === undefined ? undefined : await readSettingsFile(found, 'project', homeFolder);
  }
  const path = resolve(workingFolder, configuration);
  const file = await readSettingsFile(path, 'project', homeFolder);
  if (file !== undefined) return file;
  throw new InvalidInputError('invalid-configuration', `--config: there is no file ${makeSafeText(path)}.`, {
    data: { file: makeSafeText(path) },
  });
}

async function loadUserFile({ variables, homeFolder }: SettingsPlaces): Promise<SettingsFile | undefined> {
  return await readSettingsFile(placeUserFile(variables, homeFolder), 'user', homeFolder);
}

async function readSettingsFile(
  path: string,
  role: 'project' | 'user',
  homeFolder: string,
): Promise<SettingsFile | undefined> {
  const text = await withFileErrors('read the configuration', path, () => readTextFile(path, limitBytes));
  if (text === undefined) return undefined;
  const { parseSettings } = await import('./parse-settings.ts');
  return { path: makeSafeText(path), values: parseSettings({ path, text, role, homeFolder }) };
}
