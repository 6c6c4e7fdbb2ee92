import { basename, dirname, join } from 'node:path';
import { childPath } from '../files/child-path.ts';

/** Where the parts of a catalogue are. Absolute paths, but for the two names. */
export type CatalogPlaces = {
  /** The file of models. */
  readonly file: string;
  /** How it is called: `registry.json`. */
  readonly fileName: string;
  /** The file of lineage. */
  readonly lineageFile: string;
  readonly lineageName: string;
  /** The folder both our folder and the file of models stand in. */
  readonly root: string;
  /** Name of our folder in it: `registry.lastgood`. */
  readonly ownName: string;
  readonly own: string;
  readonly operations: string;
  readonly temporary: string;
  readonly evidence: string;
  /** `<model>/<version>.json`: our record of each version we registered. Creating it claims the name. */
  readonly versions: string;
  /** `<model>/<version>.json`: the newest verdict on a version. */
  readonly gates: string;
  /** `<model>/…`: values that stood in the file of models before we first wrote ours. */
  readonly displaced: string;
  /** The file of models as it was before we last replaced it. */
  readonly previous: string;
  /** The file of lineage as it was before we last replaced it. */
  readonly previousLineage: string;
  /** What stood in the place of a file that was put back. */
  readonly torn: string;
};

/** The places of a catalogue in a file (an absolute path). Lineage stands beside it unless told. Pure. */
export function placeCatalog(
  file: string,
  lineageFile: string = join(dirname(file), 'lineage.json'),
): CatalogPlaces {
  const root = dirname(file);
  const fileName = basename(file);
  const ownName = `${fileName.replace(/\.json$/i, '')}.lastgood`;
  const own = join(root, ownName);
  return {
    file,
    fileName,
    lineageFile,
    lineageName: basename(lineageFile),
    root,
    ownName,
    own,
    operations: join(own, 'operations'),
    temporary: join(own, 'tmp'),
    evidence: join(own, 'evidence'),
    versions: join(own, 'versions'),
    gates: join(own, 'gates'),
    displaced: join(own, 'displaced'),
    previous: join(own, 'previous.json'),
    previousLineage: join(own, 'previous-lineage.json'),
    torn: join(own, 'torn'),
  };
}

/** Where the newest verdict on a version stands, from the folder of the file of models on. Pure. @throws InvalidInputError invalid-name */
export function formatGateTarget(places: CatalogPlaces, model: string, version: string): string {
  const folder = childPath(join(places.ownName, 'gates'), model);
  return childPath(folder, `${version}.json`);
}
