import type { ReadOptions } from '../../core/ports/registry.ts';
import type { Registration } from '../../core/registration/registration.ts';
import { prepareFiles } from '../history/prepare-files.ts';
import type { CatalogContext } from './catalog-options.ts';
import type { RecordParts } from './format-record.ts';

/**
 * Everything the record of a version is made of but its name: weights are hashed, evidence is kept under its digest.
 * @throws InvalidInputError; UnavailableError
 */
export async function prepareRecord(
  context: CatalogContext,
  registration: Registration,
  operationId: string,
  options: ReadOptions,
): Promise<Omit<RecordParts, 'version'>> {
  const { tool } = context;
  return { registration, operationId, tool, ...(await prepareFiles(context, registration, options)) };
}
