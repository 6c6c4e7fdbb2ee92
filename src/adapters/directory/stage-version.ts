import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { gateFileName } from '../../core/gate/list-projected-gates.ts';
import { checkModelName } from '../../core/names/model-name.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import { type EvidenceFile, nameInVersion, type Registration } from '../../core/registration/registration.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { childPath } from '../files/child-path.ts';
import { ensureFolder, removeIfThere } from '../files/durable-write.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { type JsonObject, parseJsonObject, readJsonObject } from '../files/read-json.ts';
import { followWeights } from '../files/weights-path.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatMetadata, type StoredFile, type WeightsFacts } from './format-metadata.ts';
import { formatVersionFolder, parseEntryName } from './layout.ts';

/** Largest evidence file that is copied: these are small JSON reports. */
const evidenceLimitBytes = 256 * 1024 * 1024;

/** A version that is written whole under a temporary name, but for the number it will have. */
export type StagedVersion = {
  readonly registration: Registration;
  readonly operationId: string;
  /** Absolute path of the folder that holds its files. */
  readonly folder: string;
  /** The bytes of its metadata.json under a number. */
  readonly describe: (version: string) => Uint8Array;
};

/**
 * Writes a version whole under a temporary name and hands it to `use`, to give it its number and make it visible: what is left of it then
 * is the affair of that.
 * @throws InvalidInputError; UnavailableError: with nothing left behind; what `use` throws.
 */
export async function stageVersion<Result>(
  context: DirectoryContext,
  registration: Registration,
  operationId: string,
  options: ReadOptions,
  use: (staged: StagedVersion) => Promise<Result>,
): Promise<Result> {
  checkModelName(registration.model);
  checkVersion(registration);
  const staging = placeStaging(context, operationId);
  return await withFileErrors('add the version', context.places.root, async () => {
    await ensureFolder(context.fileSystem, context.places.temporary);
    await removeStaging(context, staging);
    return await use(await stage(context, registration, operationId, staging, options));
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

/** Where the version of an operation is staged. Absolute. Pure. */
export function placeStaging(context: DirectoryContext, operationId: string): string {
  return join(context.places.temporary, `version-${operationId.replace(/[^\w-]/g, '_')}`);
}

async function stage(
  context: DirectoryContext,
  registration: Registration,
  operationId: string,
  staging: string,
  options: ReadOptions,
): Promise<StagedVersion> {
  try {
    await context.fileSystem.makeFolder(staging);
    return await fillStaging(context, registration, operationId, staging, options);
  } catch (thrown) {
    await removeStaging(context, staging).catch(() => undefined);
    throw thrown;
  }
}

async function fillStaging(
  context: DirectoryContext,
  registration: Registration,
  operationId: string,
  staging: string,
  options: ReadOptions,
): Promise<StagedVersion> {
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
  return { registration, operationId, folder: staging, describe };
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
    digests.recall(await followWeights(weights.path), {
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    }),
  );
  return { path: weights.path, sha256: hash.sha256, sizeBytes: hash.sizeBytes };
}

/** Removes what an earlier attempt of the same operation left under the temporary name. */
export async function removeStaging(context: DirectoryContext, staging: string): Promise<void> {
  if ((await context.fileSystem.findFacts(staging))?.kind !== 'folder') return;
  for (const name of await context.fileSystem.listNames(staging))
    await context.fileSystem.removeFile(join(staging, name));
  await context.fileSystem.removeFolder(staging);
}

/** Completes a staged version under a number, durably. Gives the bytes of its metadata.json. */
export async function writeStagedMetadata(
  { fileSystem }: DirectoryContext,
  { folder, describe }: StagedVersion,
  version: string,
): Promise<Uint8Array> {
  const bytes = describe(version);
  await removeIfThere(fileSystem, join(folder, 'metadata.json'));
  await fileSystem.createFile(join(folder, 'metadata.json'), bytes);
  await fileSystem.syncFolder(folder);
  return bytes;
}
