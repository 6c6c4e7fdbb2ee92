import { dirname } from 'node:path';
import type { WantedPath } from '../files/examine-paths.ts';
import { placeCatalog } from './catalog-places.ts';

/** A catalogue whose files are listed. */
export type CatalogPaths = {
  /** Absolute path of its file of models. */
  readonly file: string;
  /** undefined: beside it. */
  readonly lineage: string | undefined;
  readonly access: 'read' | 'write';
  /** It may not be there yet: the first write makes it. */
  readonly isMissing: boolean;
};

/** What of a catalogue has to be readable, and writable where it is to be written: its files are replaced, so their folders count. Pure. */
export function listCatalogPaths({ file, lineage, access, isMissing }: CatalogPaths): readonly WantedPath[] {
  const what = 'the file of models';
  if (isMissing) return [{ what, path: file, wanted: 'make' }];
  const models: WantedPath = { what, path: file, wanted: 'read' };
  if (access === 'read') return [models];
  const { root, own, ownName, lineageFile } = placeCatalog(file, lineage);
  const other = dirname(lineageFile);
  return [
    models,
    { what: 'its folder', path: root, wanted: 'write' },
    { what: `the folder ${ownName}`, path: own, wanted: 'write-if-there' },
    ...(other === root ? [] : [{ what: 'the folder of lineage', path: other, wanted: 'write' } as const]),
  ];
}
