import { type LosslessObject, parseLosslessJson } from '../files/lossless-json.ts';
import type { CatalogContent, CatalogReading } from './catalog-content.ts';
import { emptyCatalog, type WritableShape } from './rewrite-catalog.ts';
import { emptyLineage } from './rewrite-lineage.ts';

/** A file of models that may be written, or why it may not; `problem` is safe to show. */
export type WritableCatalog =
  | {
      readonly ok: true;
      readonly shape: WritableShape;
      /** What it says; undefined while there is no file. */
      readonly content: CatalogContent | undefined;
    }
  | { readonly ok: false; readonly problem: string };

/** Whether a file of models may be written: not what is read and never written, nor what cannot be read. Pure. */
export function judgeWritable(name: string, reading: CatalogReading): WritableCatalog {
  if (reading.found === 'unusable') return { ok: false, problem: strip(reading.unwritable.problem) };
  if (reading.found === 'nothing') return { ok: true, shape: 'wrapper', content: undefined };
  const { shape, unwritable } = reading.content;
  if (unwritable !== undefined) return { ok: false, problem: strip(unwritable.problem) };
  if (shape !== 'wrapper' && shape !== 'bare')
    return { ok: false, problem: `${name} is no file that S2 writes` };
  return { ok: true, shape, content: reading.content };
}

/** A file of models taken apart, or why it cannot be; `problem` is safe to show. */
export type CatalogTree =
  | { readonly ok: true; readonly root: LosslessObject }
  | { readonly ok: false; readonly problem: string };

/**
 * Takes a file of models apart that may be written, all but the rows of versions that stay as they are: of thousands those are nearly
 * all. Pure.
 * @param isTouched asked of the keys of model and version
 */
export function readCatalogTree(
  name: string,
  bytes: Uint8Array | undefined,
  shape: WritableShape,
  isTouched: (model: string, version: string) => boolean,
): CatalogTree {
  if (bytes === undefined) return { ok: true, root: emptyCatalog() };
  const above = shape === 'wrapper' ? 1 : 0;
  const tree = parseLosslessJson(bytes, keys => {
    if (keys.length !== above + 3 || keys[above + 1] !== 'versions') return false;
    return (above === 0 || keys[0] === 'models') && !isTouched(keys[above] ?? '', keys[above + 2] ?? '');
  });
  if (tree.ok && tree.value.is === 'object') return { ok: true, root: tree.value };
  return { ok: false, problem: tree.ok ? `${name} is no object` : `${name} is ${tree.problem}` };
}

/** A file of lineage that may be written, or why it may not. */
export type LineageTree =
  | { readonly ok: true; readonly root: LosslessObject }
  | { readonly ok: false; readonly problem: string };

/** Takes a file of lineage apart that can be read. Pure. */
export function readLineageTree(name: string, bytes: Uint8Array | undefined): LineageTree {
  if (bytes === undefined) return { ok: true, root: emptyLineage() };
  const tree = parseLosslessJson(bytes);
  if (tree.ok && tree.value.is === 'object') return { ok: true, root: tree.value };
  return { ok: false, problem: tree.ok ? `${name} is no object` : `${name} is ${tree.problem}` };
}

function strip(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
