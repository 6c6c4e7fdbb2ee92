import { join, resolve } from 'node:path';
import { findScheme } from '../../core/settings/find-scheme.ts';

/**
 * The absolute path of what a person wrote: `~` is the home folder, anything relative starts at `folder`. An address
 * (`gs://bucket`) stays as it is, so that it never becomes a folder. Pure.
 */
export function resolvePath(text: string, folder: string, homeFolder: string): string {
  if (findScheme(text) !== undefined) return text;
  if (text === '~' || text.startsWith('~/')) return join(homeFolder, text.slice(1));
  return resolve(folder, text);
}
