import { join } from 'node:path';
import { UnavailableError } from '../../../core/errors/app-error.ts';
import { formatCanonicalJson } from '../../../core/history/canonical-json.ts';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import { childPath } from '../../files/child-path.ts';
import { ensureFolder, writeFileDurably } from '../../files/durable-write.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { formatGenerationName, placeHistory } from '../../history/history-place.ts';
import { type RegistryFile, readRegistryFile, registryFormat } from '../../history/registry-file.ts';
import type { DvcPlaces } from '../dvc-places.ts';
import { placeWaiting } from '../kept-evidence.ts';
import type { DvcWritingContext } from './writing-context.ts';

/** Our files in a commit, from the top of the tree on. */
export const ownFiles = {
  folder: '.lastgood',
  registry: '.lastgood/registry.json',
  history: '.lastgood/history',
  evidence: '.lastgood/evidence',
} as const;

/** The folder of the entries of a model, from the top on. Pure. @throws InvalidInputError invalid-name */
export function formatHistoryFolder(model: string): string {
  return childPath(ownFiles.history, model);
}

/** Where an entry is, from the top on. Pure. @throws InvalidInputError invalid-name */
export function formatEntryTarget(model: string, generation: number): string {
  return `${formatHistoryFolder(model)}/${formatGenerationName(generation)}`;
}

/** The bytes of `.lastgood/registry.json`. */
export function formatRegistryFile({
  createId,
  now,
  tool,
}: Pick<DvcWritingContext, 'createId' | 'now' | 'tool'>): Uint8Array {
  const registry: RegistryFile = {
    format: registryFormat,
    registryId: createId(),
    // Nothing is claimed by it here: the branch is what decides. Other readers expect one of the two.
    appendMethod: 'link',
    createdAt: new Date(now()).toISOString(),
    tool,
  };
  return new TextEncoder().encode(`${formatCanonicalJson(registry)}\n`);
}

/**
 * What stands in a folder of ours that is of this machine only. It names itself, so that git never sees the folder; but DVC refuses a
 * pointer that git ignores, and the files of a model are pushed by one that stands here meanwhile.
 */
const nothingOfThis = '*\n!*.dvc\n';

/**
 * Makes the folders that are of this machine only. Nothing git would show is written.
 * @throws UnavailableError format-too-new, disk-full and others
 */
export async function makeOwnFolders(
  fileSystem: FileSystem,
  places: DvcPlaces,
  createId: () => string,
): Promise<void> {
  const found = await readRegistryFile(fileSystem, placeHistory(places.root));
  if (found.found === 'too-new')
    throw new UnavailableError(
      'format-too-new',
      `The registry has format ${found.format}, this lastgood writes ${registryFormat}.`,
      { data: { format: found.format } },
    );
  await withFileErrors('make the folder of lastgood', places.own, async () => {
    await ensureFolder(fileSystem, places.own);
    for (const folder of [places.operations, places.temporary, places.private]) {
      await ensureFolder(fileSystem, folder);
      await writeIgnore(fileSystem, join(folder, '.gitignore'), createId);
    }
    await ensureFolder(fileSystem, placeWaiting(places));
    await fileSystem.syncFolder(places.own);
    await fileSystem.syncFolder(places.root);
  });
}

/** Made in its place, since what is left of a temporary file would be shown by git for as long as this is not there. */
async function writeIgnore(fileSystem: FileSystem, path: string, createId: () => string): Promise<void> {
  const bytes = new TextEncoder().encode(nothingOfThis);
  const facts = await fileSystem.findFacts(path);
  if (facts?.sizeBytes === bytes.length) return;
  if (facts === undefined) await fileSystem.createFile(path, bytes);
  else await writeFileDurably(fileSystem, path, bytes, createId);
}
