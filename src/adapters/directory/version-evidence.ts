import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { NotFoundError } from '../../core/errors/app-error.ts';
import type { BoundFile } from '../../core/gate/report.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import type { EvidenceFolder } from '../../core/ports/evidence.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import { childPath } from '../files/child-path.ts';
import { createEvidenceFolder } from '../files/evidence-folder.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';
import { hashFile } from '../files/hash-file.ts';
import { defaultLimitBytes, parseJsonObject } from '../files/read-json.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatVersionFolder } from './layout.ts';
import { parseMetadata } from './parse-metadata.ts';

/** The files of a version as a place of evidence. Nothing is read yet. @throws InvalidInputError invalid-name */
export function openVersionEvidence(
  context: DirectoryContext,
  model: string,
  version: string,
): EvidenceFolder {
  const folder = childPath(context.places.root, formatVersionFolder(model, version));
  return createEvidenceFolder({
    place: `${model} ${version}`,
    findFolder: async () => {
      await requireVersion(context, folder, model, version);
      return folder;
    },
    fileSystem: context.fileSystem,
  });
}

/** A link in the place of a version is none. */
async function requireVersion(
  context: DirectoryContext,
  folder: string,
  model: string,
  version: string,
): Promise<void> {
  const facts = await withFileErrors('open the version', folder, () => context.fileSystem.findFacts(folder));
  if (facts?.kind !== 'folder') throw versionNotFound(model, version);
}

function versionNotFound(model: string, version: string): NotFoundError {
  return new NotFoundError('version-not-found', `${model} has no version ${version}.`, {
    data: { model, version },
  });
}

/**
 * metadata.json and the files it names that are in the version's folder, weights excepted, with the digests they have now.
 * Of a metadata.json that cannot be understood only itself.
 * @throws NotFoundError version-not-found; UnavailableError when a file cannot be read; InvalidInputError invalid-name
 */
export async function bindVersion(
  context: DirectoryContext,
  model: string,
  version: string,
  options: ReadOptions,
): Promise<readonly BoundFile[]> {
  const folder = childPath(context.places.root, formatVersionFolder(model, version));
  await requireVersion(context, folder, model, version);
  return await withFileErrors('read the version', folder, async () => {
    const metadata = await readMetadata(context, folder);
    if (metadata === undefined) throw versionNotFound(model, version);
    const bound = [
      describeBound('metadata.json', createHash('sha256').update(metadata).digest('hex'), metadata.length),
    ];
    for (const name of listOwnFiles(model, version, metadata)) {
      options.signal?.throwIfAborted();
      const found = await hashIfThere(join(folder, name), options);
      if (found !== undefined) bound.push(describeBound(name, found.sha256, found.sizeBytes));
    }
    return bound;
  });
}

async function readMetadata(context: DirectoryContext, folder: string): Promise<Uint8Array | undefined> {
  try {
    return await context.fileSystem.readFile(join(folder, 'metadata.json'), defaultLimitBytes);
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(findErrno(thrown) ?? '')) return undefined;
    throw thrown;
  }
}

/** Names that could lead out of the folder are none of its files. */
function listOwnFiles(model: string, version: string, metadata: Uint8Array): readonly string[] {
  const reading = parseJsonObject(metadata);
  if (!reading.ok) return [];
  return parseMetadata(model, version, reading.value)
    .artifacts.filter(({ role, name }) => role !== 'weights' && findNameProblem(name) === undefined)
    .map(({ name }) => name);
}

async function hashIfThere(path: string, { signal }: ReadOptions) {
  try {
    return await hashFile(path, signal ? { signal } : {});
  } catch (thrown) {
    if (findErrno(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

function describeBound(name: string, sha256: string, sizeBytes: number): BoundFile {
  return { source: 'version', name, sha256, sizeBytes, place: 'version' };
}
