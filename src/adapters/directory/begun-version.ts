import type { ReadOptions } from '../../core/ports/registry.ts';
import type { Registration } from '../../core/registration/registration.ts';
import { childPath } from '../files/child-path.ts';
import { formatLasting } from '../files/lasting-fields.ts';
import { parseJsonObject, readJsonObject } from '../files/read-json.ts';
import type { DirectoryContext } from './directory-options.ts';
import { removeStaging, stageVersion } from './stage-version.ts';

/** What the same registration has anew each time it is tried. */
const changing = new Set(['timestamp', 'previous_version', 'operationId', 'actor', 'tool']);

/**
 * The version that the record in a folder speaks of, when it is of the same registration: the same name or none asked for, the same weights,
 * evidence by its bytes, configuration and words. Undefined when it is another one, or there is no record that can be read.
 * @param folder absolute: where an operation before had staged or added a version
 * @param scratchId names the place where the registration is staged once more, to be compared
 * @throws InvalidInputError, UnavailableError when what is to be registered cannot be read
 */
export async function findSameVersion(
  context: DirectoryContext,
  registration: Registration,
  folder: string,
  scratchId: string,
  options: ReadOptions,
): Promise<string | undefined> {
  const reading = await readJsonObject(context.fileSystem, childPath(folder, 'metadata.json'));
  const version = reading.ok ? reading.value['version'] : undefined;
  if (!reading.ok || typeof version !== 'string') return undefined;
  if (registration.version !== undefined && registration.version !== version) return undefined;
  return await stageVersion(context, registration, scratchId, options, async staged => {
    await removeStaging(context, staged.folder);
    const again = parseJsonObject(staged.describe(version));
    return again.ok && formatLasting(again.value, changing) === formatLasting(reading.value, changing)
      ? version
      : undefined;
  });
}
