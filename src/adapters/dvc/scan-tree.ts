import { join } from 'node:path';
import { findNameProblem } from '../../core/names/name-problem.ts';
import type { FileSystem, PathFacts } from '../../core/ports/file-system.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { readManyFiles } from '../files/bulk-read.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';
import type { Reading } from '../files/read-json.ts';
import { archivedEnding, layout, pointerEnding } from './dvc-places.ts';
import type { TreeStranger } from './dvc-tree.ts';
import type { ParseMemory } from './parse-memory.ts';
import { type DvcPointer, pointerLimitBytes } from './parse-pointer.ts';

/** A file in one of the folders of S4. */
export type ScannedPointer = {
  readonly area: 'wip' | 'candidates' | 'stable' | 'archive';
  /** Its folder's; for `stable` by its own name. */
  readonly family: string;
  /** Its name without its ending. */
  readonly name: string;
  /** From the top of the tree on. */
  readonly file: string;
  readonly pointer: Reading<DvcPointer>;
};

/** A folder of a run that may be there without a pointer. */
export type ScannedFolder = { readonly family: string; readonly name: string; readonly path: string };

/** What stands in the folders of S4. */
export type ScannedTree = {
  readonly pointers: readonly ScannedPointer[];
  /** Folders directly below `wip/<family>`. */
  readonly folders: readonly ScannedFolder[];
  readonly strangers: readonly TreeStranger[];
};

/** Most entries of one folder that are looked at; what is beyond is said. */
const maxEntries = 20_000;

/** A pointer that was found and not read yet. */
type FoundPointer = Omit<ScannedPointer, 'pointer'>;

/** How a folder is read: what it gives is collected in it. */
type Scan = {
  readonly root: string;
  readonly fileSystem: FileSystem;
  readonly pointers: FoundPointer[];
  readonly folders: ScannedFolder[];
  readonly strangers: TreeStranger[];
};

/** What a `.dvc` file says, from its bytes and where it stands. */
export type ReadPointer = ParseMemory<Reading<DvcPointer>>;

/**
 * Every pointer of every family. One that cannot be read comes back as such and hides no other.
 * @param read as `parsePointer`, which may remember what it read before
 * @throws UnavailableError when the file system refuses a folder
 */
export async function scanTree(
  fileSystem: FileSystem,
  root: string,
  read: ReadPointer,
): Promise<ScannedTree> {
  const scan: Scan = { root, fileSystem, pointers: [], folders: [], strangers: [] };
  await scanFamilies(scan, 'wip');
  await scanFamilies(scan, 'candidates');
  await scanStable(scan);
  await scanArchive(scan);
  const paths = scan.pointers.map(({ file }) => join(root, file));
  const readings = await readManyFiles(
    paths,
    (bytes, index) => (bytes.ok ? read(bytes.value, scan.pointers[index]?.file ?? '') : bytes),
    { limitBytes: pointerLimitBytes },
  );
  const pointers = scan.pointers.flatMap((found, index): readonly ScannedPointer[] => {
    const pointer = readings[index];
    return pointer === undefined ? [] : [{ ...found, pointer }];
  });
  return { pointers, folders: scan.folders, strangers: scan.strangers };
}

/** `wip/<family>/<run>.dvc`, `candidates/<family>/<run>.dvc`. */
async function scanFamilies(scan: Scan, area: 'wip' | 'candidates'): Promise<void> {
  for (const entry of await list(scan, layout[area])) {
    if (entry.kind === 'folder') await scanFamily(scan, area, entry);
    else if (entry.name.endsWith(pointerEnding)) tellStray(scan, entry.path);
  }
}

async function scanFamily(scan: Scan, area: ScannedPointer['area'], family: Entry): Promise<void> {
  if (isRefused(scan, family.path, family.name)) return;
  for (const entry of await list(scan, family.path)) {
    const ending = findEnding(entry.name, area);
    if (ending !== undefined) add(scan, area, family.name, entry, ending);
    else if (area === 'wip' && entry.kind === 'folder' && findNameProblem(entry.name) === undefined)
      scan.folders.push({ family: family.name, name: entry.name, path: entry.path });
  }
}

/** `stable/<family>.dvc`. */
async function scanStable(scan: Scan): Promise<void> {
  for (const entry of await list(scan, layout.stable)) {
    if (!entry.name.endsWith(pointerEnding)) continue;
    const family = entry.name.slice(0, -pointerEnding.length);
    add(scan, 'stable', family, entry, pointerEnding);
  }
}

/** `stable/archive/<family>/…`, and, as the document has it, `stable/archive/…`, of which nobody can tell the family. */
async function scanArchive(scan: Scan): Promise<void> {
  for (const entry of await list(scan, layout.archive)) {
    if (entry.kind === 'folder') await scanFamily(scan, 'archive', entry);
    else if (findEnding(entry.name, 'archive') !== undefined) tellStray(scan, entry.path);
  }
}

function findEnding(name: string, area: ScannedPointer['area']): string | undefined {
  const endings = area === 'archive' ? [archivedEnding, pointerEnding] : [pointerEnding];
  return endings.find(ending => name.endsWith(ending) && name.length > ending.length);
}

function add(scan: Scan, area: ScannedPointer['area'], family: string, entry: Entry, ending: string): void {
  const name = entry.name.slice(0, -ending.length);
  if (isRefused(scan, entry.path, name)) return;
  scan.pointers.push({ area, family, name, file: entry.path });
}

function isRefused(scan: Scan, path: string, name: string): boolean {
  const problem = findNameProblem(name);
  if (problem === undefined) return false;
  scan.strangers.push({ name: makeSafeText(path, { limit: 200 }), why: `its name ${problem}` });
  return true;
}

function tellStray(scan: Scan, path: string): void {
  const why = 'it stands in no folder of a family';
  scan.strangers.push({ name: makeSafeText(path, { limit: 200 }), why });
}

/** A name in a folder. `path`: from the top of the tree on. */
type Entry = { readonly name: string; readonly path: string; readonly kind: PathFacts['kind'] | 'gone' };

/** What stands in a folder, sorted; nothing where it is not there. Links are not followed. */
async function list({ root, fileSystem, strangers }: Scan, folder: string): Promise<readonly Entry[]> {
  return await withFileErrors('list the pointers', join(root, folder), async () => {
    const names = await listNames(fileSystem, join(root, folder));
    if (names.length > maxEntries) {
      const why = `it has more than ${maxEntries} entries; the rest is left out`;
      strangers.push({ name: makeSafeText(folder, { limit: 200 }), why });
    }
    const entries: Entry[] = [];
    for (const name of names.slice(0, maxEntries)) {
      const path = `${folder}/${name}`;
      // Of a file with the ending nothing more needs to be known: reading it will tell.
      const isNamed = name.endsWith(pointerEnding) || name.endsWith(archivedEnding);
      const facts = isNamed ? undefined : await fileSystem.findFacts(join(root, path));
      entries.push({ name, path, kind: isNamed ? 'file' : (facts?.kind ?? 'gone') });
    }
    return entries;
  });
}

async function listNames(fileSystem: FileSystem, folder: string): Promise<readonly string[]> {
  try {
    return [...(await fileSystem.listNames(folder))].sort();
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return [];
    throw thrown;
  }
}
