import type { FileSystem } from '../../core/ports/file-system.ts';
import type { CatalogReadingContext } from './catalog-context.ts';
import type { CatalogPlaces } from './catalog-places.ts';

/** What a catalogue needs from outside. */
export type CatalogRegistryOptions = {
  /** Absolute path of the file of models; of the file itself, never of a link to it. */
  readonly path: string;
  /** Absolute path of the file of lineage; `lineage.json` beside the file of models unless told. */
  readonly lineagePath?: string | undefined;
  /** How the registry is called. */
  readonly name: string;
  readonly fileSystem: FileSystem;
  readonly createId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Name and version of this program. */
  readonly tool: string;
  /** The name of this machine; what the system says unless told. */
  readonly host?: string | undefined;
  /** What it means when there is no such file. `empty`: a registry without models, which the first write makes; `refused` by default. */
  readonly missingFile?: 'refused' | 'empty';
  /** Variable that names the file, which another program may mean a file of its own by. */
  readonly namedBy?: string | undefined;
};

/** What the parts that write a catalogue share. */
export type CatalogContext = CatalogReadingContext & {
  readonly places: CatalogPlaces;
  readonly createId: () => string;
  readonly tool: string;
};
