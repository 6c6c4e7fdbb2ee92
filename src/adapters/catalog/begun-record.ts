import type { ReadOptions } from '../../core/ports/registry.ts';
import type { Registration } from '../../core/registration/registration.ts';
import { formatLasting } from '../files/lasting-fields.ts';
import { parseJsonObject } from '../files/read-json.ts';
import { findOperationRecord } from './add-version.ts';
import type { CatalogContext } from './catalog-options.ts';
import { formatRecord } from './format-record.ts';
import { prepareRecord } from './prepare-record.ts';

/** What the same registration has anew each time it is tried. */
const changing = new Set(['created_at', 'operationId', 'actor', 'tool']);

/**
 * The version that an operation which was cut off had claimed, when its record is of the same registration: the same name or none asked for,
 * the same facts, evidence by its bytes. Undefined when it is of another one, or nothing was claimed.
 * @throws InvalidInputError, UnavailableError when what is to be registered cannot be read
 */
export async function findBegunRecord(
  context: CatalogContext,
  registration: Registration,
  operationId: string,
  options: ReadOptions,
): Promise<string | undefined> {
  const found = await findOperationRecord(context, registration.model, operationId);
  if (found === undefined) return undefined;
  const { version, fields } = found;
  if (registration.version !== undefined && registration.version !== version) return undefined;
  const parts = await prepareRecord(context, registration, operationId, options);
  const again = parseJsonObject(new TextEncoder().encode(formatRecord({ ...parts, version })));
  const isSame = again.ok && formatLasting(again.value, changing) === formatLasting(fields, changing);
  return isSame ? version : undefined;
}
