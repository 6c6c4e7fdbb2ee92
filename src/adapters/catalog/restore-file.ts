import { join } from 'node:path';
import type { ProjectionOutcome } from '../../core/ports/registry.ts';
import { ensureFolder } from '../files/durable-write.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { isBeingWritten } from './being-written.ts';
import { catalogLimitBytes } from './catalog-file.ts';
import type { CatalogContext } from './catalog-options.ts';
import { parseCatalog } from './parse-catalog.ts';
import { readPrevious, rewriteCatalogBytes } from './project-files.ts';
import { type Rewriting, replaceFile } from './replace-file.ts';

/**
 * Puts back a file of models that was torn: as it was before our last write, with everything the histories say. The torn bytes are kept
 * beside. Nothing is done to one that can be read, is another program's, or of which there is no copy.
 * @throws UnavailableError
 */
export async function restoreCatalogFile(context: CatalogContext): Promise<readonly ProjectionOutcome[]> {
  const { places, history } = context;
  return await withFileErrors('put the file back', places.file, async () => {
    const models = await history.listModels();
    const file = { path: places.file, limitBytes: catalogLimitBytes, previous: undefined };
    const result = await replaceFile(context, file, async bytes =>
      bytes === undefined || !isTorn(places.fileName, bytes)
        ? { is: 'same' }
        : await makeWhole(context, models, bytes),
    );
    if (result.outcome === 'already') return [];
    const problem = result.outcome === 'blocked' ? result.problem : undefined;
    const outcome = { target: places.fileName, before: 'torn', after: 'whole', problem } as const;
    return [{ ...outcome, outcome: result.outcome }];
  });
}

async function makeWhole(
  context: CatalogContext,
  models: readonly string[],
  torn: Uint8Array,
): Promise<Rewriting> {
  if (await isBeingWritten(context, context.catalogFile.interpret(torn))) return { is: 'unfinished' };
  const previous = await readPrevious(context);
  if (previous === undefined) return { is: 'refused', problem: 'there is no copy of it' };
  const { rewriting } = await rewriteCatalogBytes(context, models, previous);
  if (rewriting.is !== 'refused') await keepTorn(context, torn);
  return rewriting.is === 'same' ? { is: 'changed', bytes: previous } : rewriting;
}

function isTorn(name: string, bytes: Uint8Array): boolean {
  const reading = parseCatalog(name, bytes);
  return reading.found === 'unusable' && reading.isCutOff;
}

/** Keeps what is left of a file: it may be all there is of what another program wrote last. Rejects with Node's error. */
export async function keepTorn(
  { fileSystem, places, createId }: CatalogContext,
  bytes: Uint8Array,
): Promise<void> {
  await ensureFolder(fileSystem, places.torn);
  await fileSystem.createFile(join(places.torn, `${createId()}.json`), bytes);
  await fileSystem.syncFolder(places.torn);
  await fileSystem.syncFolder(places.own);
}
