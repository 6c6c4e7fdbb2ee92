import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ConflictError, InvalidInputError } from '../../core/errors/app-error.ts';
import { gateFileName } from '../../core/gate/list-projected-gates.ts';
import { foldHistory } from '../../core/history/fold-history.ts';
import { checkModelName } from '../../core/names/model-name.ts';
import type { AddedVersion, ReadOptions } from '../../core/ports/registry.ts';
import { type EvidenceFile, nameInVersion, type Registration } from '../../core/registration/registration.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { childPath } from '../files/child-path.ts';
import { ensureFolder, removeIfThere } from '../files/durable-write.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';
import { type JsonObject, parseJsonObject, readJsonObject } from '../files/read-json.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatMetadata, type StoredFile, type WeightsFacts } from './format-metadata.ts';
import { formatVersionFolder, parseEntryName } from './layout.ts';
import { followWeights } from './weights-path.ts';

/** Largest evidence file that is copied: these are small JSON reports. */
const evidenceLimitBytes = 256 * 1024 * 1024;

/** How many numbers are tried when others claim the same at the same time. */
const maxClaims = 1000;

/**
 * Adds a version: everything is written and made durable under a temporary name, and one rename makes it visible, whole.
 * @throws ConflictError version-exists; InvalidInputError; UnavailableError: with nothing left behind.
 */
export async function addVersion(
  context: DirectoryContext,
  registration: Registration,
  operationId: string,
  options: ReadOptions,
): Promise<AddedVersion> {
  checkModelName(registration.model);
  checkVersion(registration);
  const staging = join(context.places.temporary, `version-${operationId.replace(/[^\w-]/g, '_')}`);
  return await withFileErrors('add the version', context.places.root, async () => {
    await ensureFolder(context.fileSystem, context.places.temporary);
    await removeStaging(context, staging);
    try {
      await context.fileSystem.makeFolder(staging);
      return await stageAndClaim(context, registration, operationId, staging, options);
    } catch (thrown) {
      await removeStaging(context, staging).catch(() => undefined);
      throw thrown;
    }
  });
}

/** A version of a directory registry is a number: any other name would be no version folder, or somebody's pointer. */
function checkVersion({ model, version }: Registration): void {
  if (version === undefined) return;
  const parsed = parseEntryName(formatVersionFolder(model, version));
  if (parsed.is === 'version' && parsed.model === model && parsed.version === version) return;
  const shown = makeSafeText(version, { limit: 80 });
  throw new InvalidInputError(
    'invalid-name',
    `"${shown}" cannot be a version here: versions are v1, v2 and so on.`,
    {
      data: { version: shown },
    },
  );
}

async function stageAndClaim(
  context: DirectoryContext,
  registration: Registration,
  operationId: string,
  staging: string,
  options: ReadOptions,
): Promise<AddedVersion> {
  const files: StoredFile[] = [];
  for (const evidence of registration.evidence)
    files.push(await stageFile(context, staging, evidence, files));
  if (registration.configuration !== null && !files.some(file => file.role === 'pipeline_config')) {
    files.push(await stageConfiguration(context, staging, registration));
  }
  const summary = await readStaged(context, staging, files, 'eval_summary');
  const metrics = await readStaged(context, staging, files, 'metrics');
  const weights = await describeWeights(context, registration, options);
  const describe = (version: string): Uint8Array =>
    new TextEncoder().encode(
      formatMetadata({
        registration,
        version,
        weights,
        files,
        summary,
        metrics,
        operationId,
        tool: context.tool,
      }),
    );
  return await claim(context, registration, staging, describe);
}

/** Tries the version asked for, or one number after the other, until a rename finds its place free. */
async function claim(
  context: DirectoryContext,
  registration: Registration,
  staging: string,
  describe: (version: string) => Uint8Array,
): Promise<AddedVersion> {
  const { fileSystem, places } = context;
  const { model, version: asked } = registration;
  for (let attempt = 1; attempt <= maxClaims; attempt += 1) {
    const version = asked ?? (await findNextVersion(context, model));
    const bytes = describe(version);
    await removeIfThere(fileSystem, join(staging, 'metadata.json'));
    await fileSystem.createFile(join(staging, 'metadata.json'), bytes);
    await fileSystem.syncFolder(staging);
    const folder = childPath(places.root, formatVersionFolder(model, version));
    if (await renameOnto(context, staging, folder)) {
      await fileSystem.syncFolder(places.root);
      const target = formatVersionFolder(model, version);
      return { version, target, metadataSha256: createHash('sha256').update(bytes).digest('hex') };
    }
    if (asked !== undefined) break;
  }
  const shown = `${model} ${asked ?? ''}`.trim();
  throw new ConflictError('version-exists', `${shown} is there already; a version never changes.`);
}

/** True when the folder is in place; false when something stands there. An empty folder counts as taken: it is somebody's unfinished version. */
async function renameOnto(context: DirectoryContext, staging: string, folder: string): Promise<boolean> {
  if ((await context.fileSystem.findFacts(folder)) !== undefined) return false;
  try {
    await context.fileSystem.rename(staging, folder);
    return true;
  } catch (thrown) {
    if (['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR'].includes(findErrno(thrown) ?? '')) return false;
    throw thrown;
  }
}

/** One more than the highest number that anything in the folder has, finished or not, or the history speaks of: a version never comes again. */
async function findNextVersion(context: DirectoryContext, model: string): Promise<string> {
  const names = await context.fileSystem.listNames(context.places.root);
  const { entries } = await context.history.readHistory(model);
  const { spans, registeredDigests } = foldHistory(entries);
  const recorded = [...spans.map(span => span.version), ...registeredDigests.keys()];
  const numbers = [...names, ...recorded.map(version => formatVersionFolder(model, version))].map(name => {
    const parsed = parseEntryName(name);
    return parsed.is === 'version' && parsed.model === model ? parsed.number : 0;
  });
  return `v${numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1}`;
}

async function stageFile(
  context: DirectoryContext,
  staging: string,
  evidence: EvidenceFile,
  before: readonly StoredFile[],
): Promise<StoredFile> {
  const name = nameInVersion(evidence);
  const shown = makeSafeText(name, { limit: 80 });
  if (name === 'metadata.json' || name === gateFileName)
    throw new InvalidInputError('invalid-name', `Evidence cannot be called ${name}.`);
  if (before.some(file => file.name === name)) {
    throw new InvalidInputError('invalid-name', `Two evidence files are called ${shown}.`);
  }
  const bytes = await withFileErrors('read the evidence', evidence.path, () =>
    context.fileSystem.readFile(evidence.path, evidenceLimitBytes),
  );
  const reading = name.endsWith('.json') ? parseJsonObject(bytes) : undefined;
  if (reading && !reading.ok) {
    throw new InvalidInputError('unreadable-file', `${shown} is ${reading.problem}.`, {
      data: { file: shown },
    });
  }
  await context.fileSystem.createFile(childPath(staging, name), bytes);
  return { role: evidence.role, name, ...describeBytes(bytes) };
}

async function stageConfiguration(
  context: DirectoryContext,
  staging: string,
  registration: Registration,
): Promise<StoredFile> {
  const name = 'pipeline_config.json';
  const bytes = new TextEncoder().encode(JSON.stringify(registration.configuration, undefined, 2));
  await context.fileSystem.createFile(join(staging, name), bytes);
  return { role: 'pipeline_config', name, ...describeBytes(bytes) };
}

function describeBytes(bytes: Uint8Array): { readonly sha256: string; readonly sizeBytes: number } {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
}

/** What the file of a role says; nothing without one. */
async function readStaged(
  context: DirectoryContext,
  staging: string,
  files: readonly StoredFile[],
  role: StoredFile['role'],
): Promise<JsonObject> {
  const file = files.find(candidate => candidate.role === role);
  if (file === undefined) return {};
  const reading = await readJsonObject(context.fileSystem, join(staging, file.name));
  return reading.ok ? reading.value : {};
}

async function describeWeights(
  { digests }: DirectoryContext,
  registration: Registration,
  options: ReadOptions,
): Promise<WeightsFacts> {
  const { weights } = registration;
  if (weights === undefined) return { path: null, sha256: null, sizeBytes: null };
  if (weights.at === 'elsewhere') return { path: weights.text, sha256: null, sizeBytes: null };
  const hash = await withFileErrors('read the weights', weights.path, async () =>
    digests.read(await followWeights(weights.path), {
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    }),
  );
  return { path: weights.path, sha256: hash.sha256, sizeBytes: hash.sizeBytes };
}

/** Removes what an earlier attempt of the same operation left under the temporary name. */
async function removeStaging(context: DirectoryContext, staging: string): Promise<void> {
  if ((await context.fileSystem.findFacts(staging))?.kind !== 'folder') return;
  for (const name of await context.fileSystem.listNames(staging))
    await context.fileSystem.removeFile(join(staging, name));
  await context.fileSystem.removeFolder(staging);
}
