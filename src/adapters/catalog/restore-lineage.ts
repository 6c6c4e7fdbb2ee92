import type { ProjectionOutcome } from '../../core/ports/registry.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { formatPythonJson } from '../files/lossless-edit.ts';
import { catalogLimitBytes } from './catalog-file.ts';
import type { CatalogContext } from './catalog-options.ts';
import { canRestoreLineage } from './load-lineage.ts';
import { parseLineage } from './parse-lineage.ts';
import { recallRecords } from './project-files.ts';
import { readLineageTree } from './read-catalog-tree.ts';
import { type Rewriting, replaceFile } from './replace-file.ts';
import { keepTorn } from './restore-file.ts';
import { rewriteLineage } from './rewrite-lineage.ts';

/**
 * Puts back a file of lineage that was torn: as it was before our last write, with a row for every version we have a record of. The torn
 * bytes are kept beside. Nothing is done to one that can be read, is something else, or of which nothing is known.
 * @throws UnavailableError
 */
export async function restoreLineageFile(context: CatalogContext): Promise<readonly ProjectionOutcome[]> {
  const { places } = context;
  return await withFileErrors('put the file back', places.lineageFile, async () => {
    const file = { path: places.lineageFile, limitBytes: catalogLimitBytes, previous: undefined };
    const result = await replaceFile(context, file, async bytes =>
      bytes === undefined || parseLineage(places.lineageName, bytes).isTorn !== true
        ? { is: 'same' }
        : await makeWhole(context, bytes),
    );
    if (result.outcome === 'already') return [];
    const problem = result.outcome === 'blocked' ? result.problem : undefined;
    const outcome = { target: places.lineageName, before: 'torn', after: 'whole', problem } as const;
    return [{ ...outcome, outcome: result.outcome }];
  });
}

async function makeWhole(context: CatalogContext, torn: Uint8Array): Promise<Rewriting> {
  const { places, records } = context;
  if (!(await canRestoreLineage(context, { isTorn: true }))) return { is: 'same' };
  const tree = readLineageTree(places.lineageName, await readPreviousLineage(context));
  if (!tree.ok) return { is: 'refused', problem: tree.problem };
  const now = new Date(context.now()).toISOString();
  let root = tree.root;
  for (const [model, versions] of await records.list())
    root = rewriteLineage(root, model, await recallRecords(context, model, versions), now);
  await keepTorn(context, torn);
  return { is: 'changed', bytes: new TextEncoder().encode(formatPythonJson(root)) };
}

/** The copy of it, unless that cannot be read either: the records are what counts. */
async function readPreviousLineage({ fileSystem, places }: CatalogContext): Promise<Uint8Array | undefined> {
  if ((await fileSystem.findFacts(places.previousLineage))?.kind !== 'file') return undefined;
  const bytes = await fileSystem.readFile(places.previousLineage, catalogLimitBytes);
  return parseLineage(places.lineageName, bytes).problem === undefined ? bytes : undefined;
}
