import type { ReadOptions } from '../../core/ports/registry.ts';
import type { Registration } from '../../core/registration/registration.ts';
import { prepareFiles } from '../history/prepare-files.ts';
import { describeRecord, findByOperation } from './add-version.ts';
import { printTags, readTags } from './describe-tags.ts';
import { findSource } from './find-source.ts';
import type { MlflowContext } from './mlflow-context.ts';
import { formatRecord, readRegistration } from './registration-record.ts';
import { printVersion } from './version-number.ts';

/**
 * The version that an operation registered, when it is of the same registration; undefined when it is of another one, or there is none.
 * @throws InvalidInputError, UnavailableError when what is to be registered cannot be read
 */
export async function findBegunMlflowVersion(
  context: MlflowContext,
  registration: Registration,
  operationId: string,
  options: ReadOptions,
): Promise<string | undefined> {
  const found = await findByOperation(context, registration.model, operationId);
  const own = found && readRegistration(found);
  if (found === undefined || own?.ok !== true) return undefined;
  const { source } = await findSource(context, registration, options);
  const prepared = await prepareFiles(context, registration, options);
  const { createdAt } = own.record;
  const wanted = describeRecord({ ...registration, createdAt }, prepared);
  const { tool: _, ...standing } = own.record;
  const isSame =
    source === found.source &&
    (registration.notes ?? '') === (found.description ?? '') &&
    registration.actor === own.record.actor &&
    printTags(readTags(registration.tags)).every(tag => printTags(found.tags).includes(tag)) &&
    formatRecord(wanted) === formatRecord(standing);
  return isSame ? printVersion(found.version) : undefined;
}
