import type { WantedPath } from '../files/examine-paths.ts';
import { placeHistory } from '../history/history-place.ts';

/** What of a directory registry has to be readable, and writable where it is to be written. Pure. @param root absolute */
export function listRegistryPaths(
  root: string,
  access: 'read' | 'write',
  isMissing: boolean,
): readonly WantedPath[] {
  const what = 'the registry';
  if (isMissing) return [{ what, path: root, wanted: 'make' }];
  if (access === 'read') return [{ what, path: root, wanted: 'read' }];
  const { historyFolder, lastgoodFolder } = placeHistory(root);
  return [
    { what, path: root, wanted: 'write' },
    { what: 'the folder .lastgood', path: lastgoodFolder, wanted: 'write-if-there' },
    { what: 'the history', path: historyFolder, wanted: 'write-if-there' },
  ];
}
