import { hash } from 'node:crypto';
import { ConflictError, InvalidInputError, UnavailableError } from '../../core/errors/app-error.ts';
import { listNamedVersions } from '../../core/history/list-named-versions.ts';
import { findSelfOrigin } from '../../core/lineage/named-origins.ts';
import { checkModelName, checkVersionName } from '../../core/names/model-name.ts';
import { compareVersionNames } from '../../core/names/version-name.ts';
import type { AddedVersion, ReadOptions } from '../../core/ports/registry.ts';
import type { Registration } from '../../core/registration/registration.ts';
import { withFileErrors } from '../files/file-errors.ts';
import type { JsonObject } from '../files/read-json.ts';
import { placeHistory } from '../history/history-place.ts';
import { ensureRegistryFile } from '../history/registry-file.ts';
import type { CatalogContext } from './catalog-options.ts';
import { claimRecord, placeRecord } from './claim-record.ts';
import { formatRecord, type RecordParts } from './format-record.ts';
import { canRestoreLineage } from './load-lineage.ts';
import { prepareRecord } from './prepare-record.ts';
import { projectCatalogFile, projectLineageFile } from './project-files.ts';

/** How many numbers are tried when others claim the same at the same time. */
const maxClaims = 1000;

/**
 * Adds a version: its record claims the name and makes it visible, whole; then both files of S2 get its row. When only the files could not
 * be written it was added all the same, which `findAddedVersion` tells.
 * @throws ConflictError version-exists; InvalidInputError; UnavailableError
 */
export async function addCatalogVersion(
  context: CatalogContext,
  registration: Registration,
  operationId: string,
  options: ReadOptions,
): Promise<AddedVersion> {
  const model = checkModelName(registration.model);
  if (registration.version !== undefined) checkVersionName(registration.version);
  return await withFileErrors('add the version', context.places.file, async () => {
    await requireLineage(context);
    const parts = await prepareRecord(context, registration, operationId, options);
    const added = await claim(context, parts);
    // Only the row: what else the history says waits until what was found in the file is on record.
    await requireWritten(context.places.fileName, await projectCatalogFile(context, []));
    await requireWritten(context.places.lineageName, await projectLineageFile(context, model));
    return added;
  });
}

/** A torn file of lineage cannot get the row of the version, and nothing is ever put over it. */
async function requireLineage(context: CatalogContext): Promise<void> {
  const { value } = await context.lineageFile.read();
  if (value.problem === undefined) return;
  throw new UnavailableError('unreadable-file', `${value.problem.replace(/\.$/, '')}.`, {
    hint: (await canRestoreLineage(context, { isTorn: value.isTorn }))
      ? 'Run lastgood doctor to put it back, or restore it from a backup; nothing was changed.'
      : 'Restore the file of lineage from a backup, or move it away: the next registration makes a new one.',
  });
}

type Written = Awaited<ReturnType<typeof projectLineageFile>>;

async function requireWritten(name: string, result: Written): Promise<void> {
  if (result.outcome !== 'blocked') return;
  throw new UnavailableError('unreadable-file', `${name} is not written: ${result.problem}.`);
}

/** A record of ours and the version it is of. */
type OperationRecordFound = {
  readonly version: string;
  readonly fields: JsonObject;
  readonly sha256: string;
};

type Claim = Omit<RecordParts, 'version'>;

/** Tries the version asked for, or one number after the other, until a name is free. */
async function claim(context: CatalogContext, parts: Claim): Promise<AddedVersion> {
  const { model, version: asked } = parts.registration;
  const author = { createdAt: new Date(context.now()).toISOString(), tool: context.tool };
  const place = placeHistory(context.places.root, context.places.ownName);
  const { appendMethod } = await ensureRegistryFile(context.fileSystem, place, author, context.createId);
  let taken = await listTaken(context, model);
  const inLineage = await listInLineage(context, model);
  for (let attempt = 1; attempt <= maxClaims; attempt += 1) {
    const version = asked ?? findNextVersion([...taken, ...inLineage]);
    if (taken.includes(version)) break;
    requireOtherOrigin(parts.registration, version);
    const path = placeRecord(context, model, version);
    const bytes = new TextEncoder().encode(formatRecord({ ...parts, version }));
    if (await claimRecord(context, appendMethod, path, bytes))
      return describeAdded(context, model, version, hash('sha256', bytes));
    taken = [...(await listTaken(context, model)), version];
  }
  throw new ConflictError(
    'version-exists',
    `${`${model} ${asked ?? ''}`.trim()} is there already; a version never changes.`,
  );
}

/** The number it gets may be the one it names. @throws InvalidInputError usage */
function requireOtherOrigin(registration: Registration, version: string): void {
  const itself = findSelfOrigin(registration, version);
  if (itself === undefined) return;
  throw new InvalidInputError('usage', itself, {
    hint: 'Name the version it was made from, or leave that out.',
  });
}

/** Versions that the file of lineage has rows of, which may be of another registry beside this one: their numbers are not given again. */
async function listInLineage({ lineageFile }: CatalogContext, model: string): Promise<readonly string[]> {
  const { rows } = (await lineageFile.read()).value;
  return rows.flatMap(row => (row.model === model ? [row.version] : []));
}

/** Every version that anything speaks of, there or not: a version never comes again. */
async function listTaken(context: CatalogContext, model: string): Promise<readonly string[]> {
  const { value: reading } = await context.catalogFile.read();
  const standing = reading.found === 'content' ? reading.content.models.get(model) : undefined;
  const recorded = (await context.records.list()).get(model) ?? [];
  const told = listNamedVersions((await context.history.readHistory(model)).entries);
  return [...(standing?.rows.keys() ?? []), ...recorded, ...told];
}

/** S2's rule: one more than the highest number before the first dot, so that v3 follows v2.1. Names without one do not count. Pure. */
export function findNextVersion(versions: readonly string[]): string {
  const numbers = versions.map(version => {
    const number = Number(/^[vV]?(\d{1,15})(?:\.|$)/.exec(version)?.[1] ?? 0);
    return Number.isSafeInteger(number) ? number : 0;
  });
  return `v${numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1}`;
}

/** The version that an operation added, by its record. */
export async function findAddedCatalogVersion(
  context: CatalogContext,
  model: string,
  operationId: string,
): Promise<AddedVersion | undefined> {
  const found = await findOperationRecord(context, model, operationId);
  return found && describeAdded(context, model, found.version, found.sha256);
}

/** The record that names the operation, with its fields. Newest first, since it was just added. @throws UnavailableError */
export async function findOperationRecord(
  context: CatalogContext,
  model: string,
  operationId: string,
): Promise<OperationRecordFound | undefined> {
  return await withFileErrors('look for the version', context.places.versions, async () => {
    const versions = (await context.records.list()).get(model) ?? [];
    for (const version of [...versions].sort((one, other) => compareVersionNames(other, one))) {
      const reading = await context.records.read(model, version);
      if (reading.found !== 'record') continue;
      const own = reading.record.fields['lastgood'];
      const isIt =
        own !== null && typeof own === 'object' && 'operationId' in own && own.operationId === operationId;
      if (isIt) return { version, ...reading.record };
    }
    return undefined;
  });
}

function describeAdded(
  { places }: CatalogContext,
  model: string,
  version: string,
  metadataSha256: string,
): AddedVersion {
  return { version, target: `${model} ${version} in ${places.fileName}`, metadataSha256 };
}
