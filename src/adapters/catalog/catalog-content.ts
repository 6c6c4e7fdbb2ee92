import type { Stranger, Unwritable } from '../../core/registry/registry-index.ts';
import type { VersionRecord } from '../../core/registry/version.ts';
import type { JsonObject } from '../files/read-json.ts';

/**
 * How models stand in a file. `wrapper`: S2's `{version, updated_at, models}`. `bare`: S2's older files, the models alone.
 * `foreign-models`: another program's models with versions. `foreign-rows`: another program's list of rows with model and version.
 */
export type CatalogShape = 'wrapper' | 'bare' | 'foreign-models' | 'foreign-rows';

/** One version as it stands in a file. */
export type CatalogRow = {
  /** As shown everywhere: the key of the file, made safe. */
  readonly version: string;
  /** The key as it stands in the file. */
  readonly key: string;
  /** The value as it was parsed; numbers may be NaN or infinite, as Python writes them. Foreign fields included. */
  readonly fields: JsonObject;
  /** Why nothing can be said of the version: its value is no object. Safe to show, and undefined for all others. */
  readonly problem?: string | undefined;
  /** What is odd about where it stands: it stands twice. */
  readonly oddities: readonly string[];
  /** Its record, once somebody asked for it: a row never changes. */
  record?: VersionRecord | undefined;
};

/** One model as it stands in a file. */
export type CatalogModel = {
  /** As shown everywhere: the key of the file, made safe. */
  readonly model: string;
  /** The key as it stands in the file. */
  readonly key: string;
  /** S2's `metadata` of the model (description, owner, tags, notes); empty when there is none. */
  readonly metadata: JsonObject;
  /** By safe name, in the order of the file. */
  readonly rows: ReadonlyMap<string, CatalogRow>;
};

/** What a file of models says. */
export type CatalogContent = {
  readonly shape: CatalogShape;
  /** By safe name, in the order of the file. */
  readonly models: ReadonlyMap<string, CatalogModel>;
  /** Of other programs' files: pointers they keep beside their rows, such as `latest`. */
  readonly pointers: readonly ForeignPointer[];
  /** What stands in the file and is no model or no version, and why it was left out. Safe to show. */
  readonly strangers: readonly Stranger[];
  /** Why the file is read and never written; undefined for S2's own shapes without a fault. */
  readonly unwritable: Unwritable | undefined;
};

/** A version that another program's file names under a word of its own. Safe names. */
export type ForeignPointer = { readonly alias: string; readonly model: string; readonly version: string };

/** A file of models that was read, or why nothing of it can be. */
export type CatalogReading =
  /** Nothing is there: a registry without models. */
  | { readonly found: 'nothing' }
  | { readonly found: 'content'; readonly content: CatalogContent }
  /** Torn or no catalogue: what the histories say is all there is. `isCutOff`: it is no JSON any more, and may have been one before. */
  | { readonly found: 'unusable'; readonly isCutOff: boolean; readonly unwritable: Unwritable };
