import { join } from 'node:path';
import { childPath } from '../../files/child-path.ts';
import { modelFolderOf, placeHistory } from '../../history/history-place.ts';
import { rollbackLogsName } from '../layout.ts';
import { isCopied, parseObjectName } from './classify-object.ts';

/**
 * Where the copy of an object stands: the folders below the registry's root, outermost first, and the file; undefined for names
 * that are not copied as they are. Absolute paths, all inside the root. Pure.
 */
export function placeObject(
  root: string,
  name: string,
): { readonly folders: readonly string[]; readonly path: string } | undefined {
  const parsed = parseObjectName(name);
  if (!isCopied(parsed)) return undefined;
  const place = placeHistory(root);
  const own = place.lastgoodFolder;
  const parts = name.split('/');
  const last = parts.at(-1) ?? '';
  switch (parsed.is) {
    case 'history': {
      const folder = modelFolderOf(place, parsed.model);
      return { folders: [own, place.historyFolder, folder], path: childPath(folder, last) };
    }
    case 'kept': {
      const folder = join(own, 'evidence');
      return { folders: [own, folder], path: childPath(folder, last) };
    }
    case 'log': {
      const folder = join(root, rollbackLogsName);
      return { folders: [folder], path: childPath(folder, last) };
    }
    case 'metadata':
    case 'gate':
    case 'version-file': {
      const folders: string[] = [];
      for (const part of parts.slice(0, -1)) folders.push(childPath(folders.at(-1) ?? root, part));
      return { folders, path: childPath(folders.at(-1) ?? root, last) };
    }
    default:
      return parsed satisfies never;
  }
}
