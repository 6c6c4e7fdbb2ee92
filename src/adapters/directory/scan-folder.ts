import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InvalidInputError, NotFoundError } from '../../core/errors/app-error.ts';
import type { IndexedVersion, Stranger } from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { findErrno, toFileError } from '../files/file-errors.ts';
import { type EntryName, parseEntryName } from './layout.ts';

/** What a listing of the registry folder shows. */
export type FolderScan = {
  /** By model: its versions, oldest first. */
  readonly versions: ReadonlyMap<string, readonly IndexedVersion[]>;
  /** Names that may be pointers, with the kind of thing they are. */
  readonly pointers: readonly PointerName[];
  readonly hasSharedPointer: boolean;
  readonly hasLastgood: boolean;
  readonly strangers: readonly Stranger[];
};

export type PointerName = {
  readonly name: string;
  readonly model: string;
  readonly alias: string;
  readonly isLink: boolean;
};

/** Longest stretch of listing without giving other work a turn, in milliseconds. */
const sliceMs = 8;

/**
 * Lists the registry folder and looks which version folders are complete. Folders behind links are not followed.
 * @throws NotFoundError registry-not-found, registry-not-a-folder; UnavailableError when the file system refuses.
 */
export async function scanFolder(
  root: string,
  signal: AbortSignal | undefined,
  missingRoot: 'refused' | 'empty' = 'refused',
): Promise<FolderScan> {
  const found = new Map<string, { readonly version: IndexedVersion; readonly number: number }[]>();
  const pointers: PointerName[] = [];
  const strangers: Stranger[] = [];
  const flags = { hasSharedPointer: false, hasLastgood: false };
  let sliceEndsAt = performance.now() + sliceMs;
  for (const entry of listEntries(root, missingRoot)) {
    const parsed = parseEntryName(entry.name);
    if (parsed.is === 'version' && entry.isDirectory()) {
      const version = {
        version: parsed.version,
        whole: findWholeness(`${root}/${entry.name}/metadata.json`),
      } as const;
      const versions = found.get(parsed.model);
      if (versions) versions.push({ version, number: parsed.number });
      else found.set(parsed.model, [{ version, number: parsed.number }]);
    } else {
      sortOther(parsed, entry, flags, pointers, strangers);
    }
    if (performance.now() < sliceEndsAt) continue;
    await nextTurn();
    signal?.throwIfAborted();
    sliceEndsAt = performance.now() + sliceMs;
  }
  const versions = new Map(
    [...found].map(([model, list]) => [
      model,
      list.sort((a, b) => a.number - b.number).map(item => item.version),
    ]),
  );
  return { versions, pointers, strangers, ...flags };
}

type Entry = { readonly name: string; isDirectory(): boolean; isSymbolicLink(): boolean; isFile(): boolean };

function listEntries(root: string, missingRoot: 'refused' | 'empty'): readonly Entry[] {
  try {
    return readdirSync(root, { withFileTypes: true });
  } catch (thrown) {
    const shown = makeSafeText(root);
    const errno = findErrno(thrown);
    if (errno === 'ENOENT' && missingRoot === 'empty') return [];
    if (errno === 'ENOENT')
      throw new NotFoundError('registry-not-found', `There is no registry at ${shown}.`);
    if (errno === 'ENOTDIR') throw new NotFoundError('registry-not-a-folder', `${shown} is not a folder.`);
    if (root.includes('\0'))
      throw new InvalidInputError('invalid-name', 'The registry path holds a NUL character.');
    throw toFileError(thrown, 'list the registry', root);
  }
}

function sortOther(
  parsed: EntryName,
  entry: Entry,
  flags: { hasSharedPointer: boolean; hasLastgood: boolean },
  pointers: PointerName[],
  strangers: Stranger[],
): void {
  const name = makeSafeText(entry.name);
  switch (parsed.is) {
    case 'version':
      strangers.push({ name, why: entry.isSymbolicLink() ? 'a link, not a version folder' : 'not a folder' });
      return;
    case 'shared-pointer':
      flags.hasSharedPointer = true;
      return;
    case 'lastgood':
      flags.hasLastgood = true;
      return;
    case 'pointer':
      pointers.push({
        name: entry.name,
        model: parsed.model,
        alias: parsed.alias,
        isLink: entry.isSymbolicLink(),
      });
      return;
    case 'stranger':
      strangers.push({ name, why: parsed.why });
      return;
    case 'rollback-logs':
    case 'temporary':
      return;
    default:
      parsed satisfies never;
  }
}

/** Whether there is metadata at all. Where that cannot be seen there may be: reading the version then says what is wrong. */
function findWholeness(metadataPath: string): IndexedVersion['whole'] {
  // Nearly always there: asked first, since it costs a third of finding out why something is not.
  if (existsSync(metadataPath)) return 'complete';
  try {
    const facts = lstatSync(metadataPath, { throwIfNoEntry: false });
    return facts === undefined ? 'incomplete' : 'complete';
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return 'complete';
  }
}
