import { InvalidInputError, toAppError, UnavailableError } from '../../core/errors/app-error.ts';
import type { AddedVersion, ReadOptions } from '../../core/ports/registry.ts';
import type { Registration } from '../../core/registration/registration.ts';
import { childPath } from '../files/child-path.ts';
import { type PreparedFiles, prepareFiles } from '../history/prepare-files.ts';
import { readTags } from './describe-tags.ts';
import type { MlflowVersion } from './entities.ts';
import { findSource } from './find-source.ts';
import { splitOverTags } from './long-tag.ts';
import type { NewVersion } from './mlflow-client.ts';
import { getClient, type MlflowContext } from './mlflow-context.ts';
import { requireKeepable } from './refuse-texts.ts';
import { formatRecord, hashIdentity, type RegistrationRecord } from './registration-record.ts';
import { operationTag, registrationTag } from './tag-names.ts';
import { printVersion } from './version-number.ts';

/** How long after each try that was not answered the server is asked and tried again, in milliseconds. */
const triesAfterMs = [100, 300, 900, 2000];

/**
 * Registers a version; the server gives it its number. A model that is not there is made first. An answer that was lost is found again by
 * the operation that the version's tag names, so that no second one comes of it.
 * @throws InvalidInputError; UnavailableError
 */
export async function addMlflowVersion(
  context: MlflowContext,
  registration: Registration,
  operationId: string,
  options: ReadOptions,
): Promise<AddedVersion> {
  const { model, version } = registration;
  childPath('/', model);
  if (version !== undefined) throw refuseNumber(version);
  const wanted = await describeNewVersion(context, registration, operationId, options);
  const standing = await findAddedMlflowVersion(context, model, operationId);
  if (standing !== undefined) return standing;
  await getClient(context).createModel(model, { signal: options.signal });
  const created = await create(context, wanted, operationId);
  // What was added shows in the next list, whether or not that can be read now.
  await context.source.readModel(model).catch(toAppError);
  return describeAdded(created);
}

async function create(
  context: MlflowContext,
  wanted: NewVersion,
  operationId: string,
): Promise<MlflowVersion> {
  const { model } = wanted;
  for (const waitMs of triesAfterMs) {
    try {
      return await getClient(context).createVersion(wanted);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (!(error instanceof UnavailableError)) throw error;
      await context.pause(waitMs);
      const found = await findByOperation(context, model, operationId);
      if (found !== undefined) return found;
      if (error.code !== 'answer-lost') throw error;
    }
  }
  return await getClient(context).createVersion(wanted);
}

function refuseNumber(version: string): InvalidInputError {
  return new InvalidInputError(
    'capability-missing',
    `An MLflow server numbers versions itself: ${version} cannot be asked for.`,
    { hint: 'Leave the version out; the receipt says which number it got.' },
  );
}

/** What the server is asked for. @throws InvalidInputError; UnavailableError */
async function describeNewVersion(
  context: MlflowContext,
  registration: Registration,
  operationId: string,
  options: ReadOptions,
): Promise<NewVersion> {
  requireKeepable({ texts: [registration.notes], tags: registration.tags });
  const source = await findSource(context, registration, options);
  const prepared = await prepareFiles(context, registration, options);
  const record = formatRecord({ ...describeRecord(registration, prepared), tool: context.tool });
  const registered = splitOverTags(registrationTag, record);
  if (registered === undefined)
    throw new InvalidInputError('usage', 'The configuration is too long for tags of an MLflow server.', {
      hint: 'Register it without --pipeline-config, or keep the configuration with the run.',
    });
  return {
    model: registration.model,
    ...source,
    description: registration.notes,
    tags: { ...readTags(registration.tags), [operationTag]: operationId, ...registered },
  };
}

/** What goes on record of a registration that MLflow has no field for. Pure. */
export function describeRecord(
  registration: Registration,
  { files, weights, metrics }: PreparedFiles,
): Omit<RegistrationRecord, 'tool'> {
  const { createdAt, actor, parent, configuration, training, lineage } = registration;
  return {
    format: 1,
    ...{ createdAt, actor, configuration, metrics },
    parent: parent ?? null,
    evidence: files,
    training: training ?? null,
    lineage:
      lineage === undefined ? null : { gitCommit: lineage.gitCommit, dataSources: lineage.dataSources },
    weights:
      weights === null || weights.sha256 === null || weights.sizeBytes === null
        ? null
        : { sha256: weights.sha256, sizeBytes: weights.sizeBytes },
  };
}

/** The version that an operation registered, as the server has it now; undefined: none. Throws as the client does. */
export async function findByOperation(
  context: MlflowContext,
  model: string,
  operationId: string,
): Promise<MlflowVersion | undefined> {
  const content = await context.source.readModel(model);
  return content?.versions.find(({ tags }) => tags[operationTag] === operationId);
}

/** The version that an operation registered; undefined: none. Throws as the client does. */
export async function findAddedMlflowVersion(
  context: MlflowContext,
  model: string,
  operationId: string,
): Promise<AddedVersion | undefined> {
  const found = await findByOperation(context, model, operationId);
  return found && describeAdded(found);
}

function describeAdded(version: MlflowVersion): AddedVersion {
  const { model, version: number } = version;
  return {
    version: printVersion(number),
    target: `models:/${model}/${number}`,
    metadataSha256: hashIdentity(version),
  };
}
