import type { ProjectionOutcome } from '../../core/ports/registry.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { formatPythonJson } from '../files/lossless-edit.ts';
import type { LosslessObject } from '../files/lossless-json.ts';
import { catalogLimitBytes } from './catalog-file.ts';
import type { CatalogContext } from './catalog-options.ts';
import { listMissingRows, putBackRows } from './missing-rows.ts';
import { readPrevious, rewriteCatalogBytes } from './project-files.ts';
import { judgeWritable, readCatalogTree, type WritableCatalog } from './read-catalog-tree.ts';
import { type Rewriting, replaceFile } from './replace-file.ts';
import { keepTorn } from './restore-file.ts';
import { findModels, rewriteShaped } from './rewrite-catalog.ts';

/**
 * Puts back the models and versions that the file of models had before our last write and has no more. The file as it stands is kept
 * beside. Nothing is done where none is missing. @throws UnavailableError
 */
export async function restoreMissingRows(context: CatalogContext): Promise<readonly ProjectionOutcome[]> {
  const { places } = context;
  return await withFileErrors('put the versions back', places.file, async () => {
    let count = 0;
    const file = { path: places.file, limitBytes: catalogLimitBytes, previous: undefined };
    const result = await replaceFile(context, file, async bytes => {
      const previous = await readPrevious(context);
      if (previous === undefined || bytes === undefined) return { is: 'same' };
      const models = await context.history.listModels();
      const { rewriting: older } = await rewriteCatalogBytes(context, models, previous);
      const rewriting = putBack(context, older.is === 'changed' ? older.bytes : previous, bytes);
      if (rewriting.is === 'changed') await keepTorn(context, bytes);
      count = rewriting.count;
      return rewriting;
    });
    if (result.outcome === 'already') return [];
    const problem = result.outcome === 'blocked' ? result.problem : undefined;
    const before = `without ${count} ${count === 1 ? 'version' : 'versions'} it had before`;
    return [{ target: places.fileName, before, after: 'whole again', problem, outcome: result.outcome }];
  });
}

function putBack(
  context: CatalogContext,
  previous: Uint8Array,
  bytes: Uint8Array,
): Rewriting & { readonly count: number } {
  const { places, previousFile, catalogFile, now } = context;
  const older = judgeWritable(places.fileName, previousFile.interpret(previous));
  const newer = judgeWritable(places.fileName, catalogFile.interpret(bytes));
  if (!older.ok || !newer.ok) return { is: 'same', count: 0 };
  const missing = listMissingRows(older.content, newer.content);
  if (missing.length === 0) return { is: 'same', count: 0 };
  const trees = { older: readWhole(context, previous, older), newer: readWhole(context, bytes, newer) };
  if (trees.older === undefined || trees.newer === undefined) return { is: 'same', count: 0 };
  const models = putBackRows(findModels(trees.newer, newer.shape), findModels(trees.older, older.shape));
  const whole = rewriteShaped(trees.newer, newer.shape, models, new Date(now()).toISOString());
  const count = missing.reduce((sum, { versions }) => sum + versions.length, 0);
  return { is: 'changed', bytes: new TextEncoder().encode(formatPythonJson(whole)), count };
}

function readWhole(
  { places }: CatalogContext,
  bytes: Uint8Array,
  { shape }: Extract<WritableCatalog, { readonly ok: true }>,
): LosslessObject | undefined {
  const tree = readCatalogTree(places.fileName, bytes, shape, () => true);
  return tree.ok ? tree.root : undefined;
}
