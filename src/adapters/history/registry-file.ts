import { basename, join } from 'node:path';
import { ConflictError, UnavailableError } from '../../core/errors/app-error.ts';
import { formatCanonicalJson } from '../../core/history/canonical-json.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { ensureFolder, removeIfThere, writeFileDurably } from '../files/durable-write.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';
import type { JsonObject } from '../files/read-json.ts';
import { readJsonObject } from '../files/read-json.ts';
import type { HistoryPlace } from './history-place.ts';

/** How a generation is claimed: by a hard link, or where there are none by renaming a filled folder onto it. */
export type AppendMethod = 'link' | 'rename-folder';

/** Format of `.lastgood` that this program writes. */
export const registryFormat = 1;
const registryFileLimitBytes = 64 * 1024;

/** What `.lastgood/registry.json` says. */
export type RegistryFile = {
  readonly format: typeof registryFormat;
  readonly registryId: string;
  readonly appendMethod: AppendMethod;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  /** Name and version of the program that wrote it. */
  readonly tool: string;
};

/** What was found in its place. `too-new`: everything can be read, nothing may be written. */
export type RegistryFileReading =
  | { readonly found: 'none' }
  | { readonly found: 'registry'; readonly registry: RegistryFile }
  | { readonly found: 'too-new'; readonly format: number }
  | { readonly found: 'unreadable'; readonly problem: string };

/** Who is writing, for a registry file that does not exist yet. `registryId` when it is the copy of a registry that has one. */
export type RegistryFileAuthor = {
  readonly createdAt: string;
  readonly tool: string;
  readonly registryId?: string;
};

/** Reads `.lastgood/registry.json`. Never rejects for what is wrong with it. */
export async function readRegistryFile(
  fileSystem: FileSystem,
  place: HistoryPlace,
): Promise<RegistryFileReading> {
  const reading = await readJsonObject(fileSystem, place.registryFile, {
    limitBytes: registryFileLimitBytes,
  });
  if (reading.ok) return parseRegistryFile(reading.value);
  return reading.fault === 'missing' ? { found: 'none' } : { found: 'unreadable', problem: reading.problem };
}

/**
 * The registry file, written first when there is none. Of several first writers one decides, once and for all, how
 * generations are claimed; the others read what it wrote.
 * @throws UnavailableError `format-too-new`, or when the file system refuses.
 * @throws ConflictError `history-damaged` when the file is there and cannot be read.
 */
export async function ensureRegistryFile(
  fileSystem: FileSystem,
  place: HistoryPlace,
  author: RegistryFileAuthor,
  createId: () => string,
): Promise<RegistryFile> {
  const found = await readRegistryFile(fileSystem, place);
  if (found.found !== 'none') return requireWritable(found, place);
  await withFileErrors('prepare the registry', place.registryFile, async () => {
    await makeFolders(fileSystem, place);
    const appendMethod = await probeAppendMethod(fileSystem, place, createId);
    const registry: RegistryFile = {
      format: registryFormat,
      registryId: author.registryId ?? createId(),
      appendMethod,
      createdAt: author.createdAt,
      tool: author.tool,
    };
    const bytes = new TextEncoder().encode(`${formatCanonicalJson(registry)}\n`);
    if (appendMethod === 'link') await claimByLink(fileSystem, place, bytes, createId);
    else await claimByFolder(fileSystem, place, bytes, createId);
    await fileSystem.syncFolder(place.lastgoodFolder);
  });
  return requireWritable(await readRegistryFile(fileSystem, place), place);
}

function requireWritable(reading: RegistryFileReading, place: HistoryPlace): RegistryFile {
  switch (reading.found) {
    case 'registry':
      return reading.registry;
    case 'too-new':
      throw new UnavailableError(
        'format-too-new',
        `The registry has format ${reading.format}, this lastgood writes ${registryFormat}.`,
        { data: { format: reading.format } },
      );
    case 'unreadable':
    case 'none': {
      const problem = reading.found === 'none' ? 'gone as soon as it was written' : reading.problem;
      const name = `${basename(place.lastgoodFolder)}/${basename(place.registryFile)}`;
      throw new ConflictError('history-damaged', `${name} cannot be used: ${problem}.`, {
        hint: `Restore ${name} from a backup; nothing is written without it.`,
      });
    }
    default:
      return reading satisfies never;
  }
}

function parseRegistryFile(json: JsonObject): RegistryFileReading {
  const { format, registryId, appendMethod, createdAt, tool } = json;
  if (typeof format !== 'number' || !Number.isSafeInteger(format) || format < 1) {
    return { found: 'unreadable', problem: 'it has no format number' };
  }
  if (format > registryFormat) return { found: 'too-new', format };
  if (typeof registryId !== 'string' || typeof createdAt !== 'string' || typeof tool !== 'string') {
    return { found: 'unreadable', problem: 'a field is missing' };
  }
  if (appendMethod !== 'link' && appendMethod !== 'rename-folder') {
    const shown = makeSafeText(JSON.stringify(appendMethod) ?? 'nothing', { limit: 40 });
    return { found: 'unreadable', problem: `its append method is ${shown}` };
  }
  return {
    found: 'registry',
    registry: { format: registryFormat, registryId, appendMethod, createdAt, tool },
  };
}

async function makeFolders(fileSystem: FileSystem, place: HistoryPlace): Promise<void> {
  await ensureFolder(fileSystem, place.lastgoodFolder);
  await ensureFolder(fileSystem, place.temporaryFolder);
  await ensureFolder(fileSystem, place.historyFolder);
  await fileSystem.syncFolder(place.lastgoodFolder);
  await fileSystem.syncFolder(place.root);
}

/** What link(2) answers where the file system has no hard links. Any other failure is a failure, not an answer. */
const noLinksHere: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

async function probeAppendMethod(
  fileSystem: FileSystem,
  place: HistoryPlace,
  createId: () => string,
): Promise<AppendMethod> {
  const probe = join(place.temporaryFolder, createId());
  const twin = join(place.temporaryFolder, createId());
  try {
    await fileSystem.createFile(probe, new Uint8Array());
    await fileSystem.link(probe, twin);
    return 'link';
  } catch (thrown) {
    if (noLinksHere.has(findErrno(thrown) ?? '')) return 'rename-folder';
    throw thrown;
  } finally {
    await removeIfThere(fileSystem, twin);
    await removeIfThere(fileSystem, probe);
  }
}

async function claimByLink(
  fileSystem: FileSystem,
  place: HistoryPlace,
  bytes: Uint8Array,
  createId: () => string,
): Promise<void> {
  const temporary = join(place.temporaryFolder, createId());
  try {
    await fileSystem.createFile(temporary, bytes);
    await fileSystem.link(temporary, place.registryFile);
  } catch (thrown) {
    if (findErrno(thrown) !== 'EEXIST') throw thrown;
  } finally {
    await removeIfThere(fileSystem, temporary);
  }
}

/**
 * Without links the folder that holds the first file decides, since a filled folder cannot be replaced by a rename; every
 * first writer then copies its bytes, so that whoever writes the file last writes the same.
 */
async function claimByFolder(
  fileSystem: FileSystem,
  place: HistoryPlace,
  bytes: Uint8Array,
  createId: () => string,
): Promise<void> {
  const temporary = join(place.temporaryFolder, createId());
  await fileSystem.makeFolder(temporary);
  await fileSystem.createFile(join(temporary, 'registry.json'), bytes);
  await fileSystem.syncFolder(temporary);
  try {
    await fileSystem.rename(temporary, place.registryClaimFolder);
  } catch (thrown) {
    if (!['EEXIST', 'ENOTEMPTY'].includes(findErrno(thrown) ?? '')) throw thrown;
    await removeIfThere(fileSystem, join(temporary, 'registry.json'));
    await fileSystem.removeFolder(temporary);
  }
  const decided = await fileSystem.readFile(
    join(place.registryClaimFolder, 'registry.json'),
    registryFileLimitBytes,
  );
  await fileSystem.syncFolder(place.lastgoodFolder);
  await writeFileDurably(fileSystem, place.registryFile, decided, createId);
}
