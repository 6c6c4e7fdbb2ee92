import { ConflictError, UnavailableError } from '../../../core/errors/app-error.ts';
import { formatCanonicalJson } from '../../../core/history/canonical-json.ts';
import type { ObjectStore } from '../../../core/ports/object-store.ts';
import { removeIfThere } from '../../files/durable-write.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { parseJsonObject, readJsonObject } from '../../files/read-json.ts';
import { placeHistory } from '../../history/history-place.ts';
import { ensureRegistryFile, readRegistryFile, registryFormat } from '../../history/registry-file.ts';
import type { DirectoryContext } from '../directory-options.ts';
import { operationKey } from './mirror-context.ts';
import { packBody, unpackBody } from './packed-body.ts';

/** The object that says that a bucket holds a registry of ours. */
export const registryFileName = '.lastgood/registry.json';

const limitBytes = 64 * 1024;

/** What it says. How generations are claimed is not among it: a bucket knows one way. */
type BucketRegistry = {
  readonly format: typeof registryFormat;
  readonly registryId: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly tool: string;
};

type Reading =
  | { readonly found: 'registry'; readonly registry: BucketRegistry }
  | { readonly found: 'too-new'; readonly format: number }
  | { readonly found: 'unreadable'; readonly problem: string };

/**
 * Makes the bucket and the copy one registry, before the first write to either: of several first writers one decides its id. A registry
 * that was here before the bucket was takes its id with it.
 * @throws UnavailableError format-too-new, or when the bucket or the disk refuses
 * @throws ConflictError history-damaged when the bucket's file cannot be read, or is another registry's
 */
export async function ensureBucketRegistry(cache: DirectoryContext, store: ObjectStore): Promise<void> {
  const registry = (await readBucketRegistry(store)) ?? (await createBucketRegistry(cache, store));
  await ensureCopy(cache, registry);
}

/**
 * Puts the bucket's file back where another program deleted or spoilt it, with the id that the copy has.
 * @throws UnavailableError format-too-new; ConflictError history-damaged when it is another registry's, or changes meanwhile
 */
export async function repairRegistryFile(
  cache: DirectoryContext,
  store: ObjectStore,
): Promise<'done' | 'already'> {
  const found = await store.read(registryFileName, limitBytes);
  const reading = found && parse(found.bytes);
  const isSpoilt = reading === undefined || reading.found === 'unreadable';
  if (isSpoilt) await writeBucketRegistry(cache, store, found?.facts.generation ?? '0');
  await ensureBucketRegistry(cache, store);
  return isSpoilt ? 'done' : 'already';
}

/**
 * Makes the copy a registry of the id that the bucket's file has, unless it is one already. Nothing is done for a file that this
 * program cannot read: a write says why it cannot.
 * @param folder `known-copy` where this folder was brought from this bucket before: the bucket is the truth, and a file of the copy that says
 * nothing of any registry is made again
 * @returns whether the copy's own file was there and had to be made again
 * @throws ConflictError history-damaged when the copy is another registry's; UnavailableError
 */
export async function adoptRegistryFile(
  cache: DirectoryContext,
  bytes: Uint8Array,
  folder: 'known-copy' | 'any',
): Promise<'remade' | 'adopted'> {
  const reading = parse(bytes);
  if (reading.found !== 'registry') return 'adopted';
  const isRemade = folder === 'known-copy' && (await removeSpoiltFile(cache));
  await ensureCopy(cache, reading.registry);
  return isRemade ? 'remade' : 'adopted';
}

async function readBucketRegistry(store: ObjectStore): Promise<BucketRegistry | undefined> {
  const facts = await store.find(registryFileName);
  if (facts === undefined) return undefined;
  const bytes =
    unpackBody(facts) ?? (await store.read(registryFileName, limitBytes, { known: facts }))?.bytes;
  return bytes && requireReadable(parse(bytes));
}

async function createBucketRegistry(cache: DirectoryContext, store: ObjectStore): Promise<BucketRegistry> {
  await writeBucketRegistry(cache, store, '0');
  // Whoever was first: what stands there now counts.
  const registry = await readBucketRegistry(store);
  if (registry !== undefined) return registry;
  throw new UnavailableError('answer-damaged', `${registryFileName} is gone as soon as it was written.`);
}

async function writeBucketRegistry(
  cache: DirectoryContext,
  store: ObjectStore,
  expectGeneration: string,
): Promise<void> {
  const bytes = new TextEncoder().encode(`${formatCanonicalJson(await describeRegistry(cache))}\n`);
  await store.write({
    name: registryFileName,
    body: { from: 'bytes', bytes },
    expectGeneration,
    contentType: 'application/json',
    metadata: { [operationKey]: 'registry', ...packBody(bytes) },
  });
}

async function describeRegistry(cache: DirectoryContext): Promise<BucketRegistry> {
  const own = await readRegistryFile(cache.fileSystem, placeHistory(cache.places.root));
  const [registryId, createdAt] =
    own.found === 'registry'
      ? [own.registry.registryId, own.registry.createdAt]
      : [cache.createId(), new Date(cache.now()).toISOString()];
  return { format: registryFormat, registryId, createdAt, tool: cache.tool };
}

async function ensureCopy(
  cache: DirectoryContext,
  { registryId, createdAt, tool }: BucketRegistry,
): Promise<void> {
  const place = placeHistory(cache.places.root);
  const author = { registryId, createdAt, tool };
  await removeBroughtFile(cache, registryId);
  const copy = await ensureRegistryFile(cache.fileSystem, place, author, cache.createId);
  if (copy.registryId === registryId) return;
  throw new ConflictError(
    'history-damaged',
    'The copy on this machine is of another registry than the bucket.',
    {
      hint: 'Choose another folder for the copy; neither the copy nor the bucket was changed.',
      data: { cache: copy.registryId, bucket: registryId },
    },
  );
}

/** A file that does not even say which registry it is of. One that cannot be read for another reason stays, as does one that says more. */
async function removeSpoiltFile({ fileSystem, places }: DirectoryContext): Promise<boolean> {
  const { registryFile } = placeHistory(places.root);
  const reading = await readJsonObject(fileSystem, registryFile, { limitBytes });
  const isSpoilt = reading.ok
    ? typeof reading.value['registryId'] !== 'string' && reading.value['format'] === undefined
    : ['empty', 'torn', 'malformed', 'not-an-object'].includes(reading.fault);
  if (!isSpoilt) return false;
  return await withFileErrors('prepare the copy', registryFile, () =>
    removeIfThere(fileSystem, registryFile),
  );
}

/** A copying tool that brought the bucket's file put it over the copy's own, which says more: that is made again. */
async function removeBroughtFile(
  { fileSystem, places }: DirectoryContext,
  registryId: string,
): Promise<void> {
  const place = placeHistory(places.root);
  if ((await readRegistryFile(fileSystem, place)).found !== 'unreadable') return;
  const reading = await readJsonObject(fileSystem, place.registryFile, { limitBytes });
  if (!reading.ok || reading.value['registryId'] !== registryId) return;
  await withFileErrors('prepare the copy', place.registryFile, () =>
    removeIfThere(fileSystem, place.registryFile),
  );
}

function parse(bytes: Uint8Array): Reading {
  const reading = parseJsonObject(bytes, { limitBytes });
  if (!reading.ok) return { found: 'unreadable', problem: reading.problem };
  const { format, registryId, createdAt, tool } = reading.value;
  if (typeof format !== 'number' || !Number.isSafeInteger(format) || format < 1)
    return { found: 'unreadable', problem: 'it has no format number' };
  if (format > registryFormat) return { found: 'too-new', format };
  if (typeof registryId !== 'string' || typeof createdAt !== 'string' || typeof tool !== 'string')
    return { found: 'unreadable', problem: 'a field is missing' };
  return { found: 'registry', registry: { format: registryFormat, registryId, createdAt, tool } };
}

function requireReadable(reading: Reading): BucketRegistry {
  switch (reading.found) {
    case 'registry':
      return reading.registry;
    case 'too-new':
      throw new UnavailableError(
        'format-too-new',
        `The registry in the bucket has format ${reading.format}, this lastgood writes ${registryFormat}.`,
        { data: { format: reading.format } },
      );
    case 'unreadable':
      throw new ConflictError(
        'history-damaged',
        `${registryFileName} in the bucket cannot be used: ${reading.problem}.`,
        { hint: 'Restore that object from an earlier version of it; nothing is written without it.' },
      );
    default:
      return reading satisfies never;
  }
}
