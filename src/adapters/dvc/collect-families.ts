import { findNameProblem } from '../../core/names/name-problem.ts';
import { compareVersionNames, sortByVersionName } from '../../core/names/version-name.ts';
import { nameDigestVersion } from './dvc-output.ts';
import { layout } from './dvc-places.ts';
import type { DvcFamily, DvcRun, FoundOutput, RunPart, StablePointer, UnreadPointer } from './dvc-tree.ts';
import type { DvcLock } from './parse-lock.ts';
import { parseRunName } from './run-name.ts';
import type { ScannedPointer, ScannedTree } from './scan-tree.ts';

/** In the order of a run's life. */
const partOrder: readonly RunPart[] = ['wip', 'candidate', 'merged', 'stable', 'archived'];

/** A run while it is put together. */
type Collecting = {
  readonly found: FoundOutput[];
  readonly unread: UnreadPointer[];
  readonly untracked: string[];
};

/** A family while it is put together. */
type CollectingFamily = { readonly runs: Map<string, Collecting>; stable: StablePointer };

/**
 * The families of a tree with their runs. First every pointer and output that says its run by its name; then stable and archived
 * pointers, of which the run is found: by their digest among those, by our note in them, by the name of the archived file. One that
 * none of these tells is a version of its own, called after its digest. Pure.
 */
export function collectFamilies(scanned: ScannedTree, lock: DvcLock): ReadonlyMap<string, DvcFamily> {
  const families = new Map<string, CollectingFamily>();
  for (const pointer of scanned.pointers)
    if (pointer.area === 'wip' || pointer.area === 'candidates') addNamed(families, pointer);
  addLocked(families, lock);
  addFolders(families, scanned, lock);
  for (const pointer of scanned.pointers) if (pointer.area === 'archive') addNoted(families, pointer);
  for (const pointer of scanned.pointers) if (pointer.area === 'stable') addStable(families, pointer);
  for (const pointer of scanned.pointers) if (pointer.area === 'archive') addArchived(families, pointer);
  const sorted = [...families].sort(([one], [other]) => (one < other ? -1 : 1));
  return new Map(sorted.map(([family, parts]) => [family, finish(family, parts)]));
}

function getFamily(families: Map<string, CollectingFamily>, family: string): CollectingFamily {
  const found = families.get(family) ?? { runs: new Map(), stable: { state: 'absent' } };
  families.set(family, found);
  return found;
}

function getRun({ runs }: CollectingFamily, run: string): Collecting {
  const found = runs.get(run) ?? { found: [], unread: [], untracked: [] };
  runs.set(run, found);
  return found;
}

function addNamed(
  families: Map<string, CollectingFamily>,
  { area, family, name, file, pointer }: ScannedPointer,
): void {
  const { run, stamp, isMerged } = parseRunName(name);
  const part = area === 'wip' ? 'wip' : isMerged ? 'merged' : 'candidate';
  const { found, unread } = getRun(getFamily(families, family), run === '' ? name : run);
  if (pointer.ok) found.push({ part, file, output: pointer.value.output, stamp });
  else unread.push({ part, file, problem: pointer.problem });
}

/** What stages made in the folders of runs: `models/hf/candidates/<family>/<run>_merged`. */
function addLocked(families: Map<string, CollectingFamily>, lock: DvcLock): void {
  for (const { outs } of lock.stages) {
    for (const output of outs) {
      const place = findRunPlace(output.path);
      if (place === undefined) continue;
      const { found } = getRun(getFamily(families, place.family), place.run);
      found.push({ part: place.part, file: layout.lock, output, stamp: place.stamp });
    }
  }
}

/** Which run a path of the tree is of; undefined for one that is of none. Pure. */
export function findRunPlace(path: string):
  | {
      readonly family: string;
      readonly run: string;
      readonly part: RunPart;
      readonly stamp: string | undefined;
    }
  | undefined {
  const area = path.startsWith(`${layout.wip}/`)
    ? 'wip'
    : path.startsWith(`${layout.candidates}/`)
      ? 'candidates'
      : undefined;
  if (area === undefined) return undefined;
  const [family, name, ...rest] = path.slice(layout[area].length + 1).split('/');
  if (family === undefined || name === undefined || rest.length > 0) return undefined;
  if (findNameProblem(family) !== undefined || findNameProblem(name) !== undefined) return undefined;
  const { run, stamp, isMerged } = parseRunName(name);
  const part = area === 'wip' ? 'wip' : isMerged ? 'merged' : 'candidate';
  return { family, run: run === '' ? name : run, part, stamp };
}

/** A folder that a training left and nobody gave to DVC yet. */
function addFolders(
  families: Map<string, CollectingFamily>,
  { folders, pointers }: ScannedTree,
  lock: DvcLock,
): void {
  const tracked = new Set([
    ...pointers.flatMap(({ pointer }) => (pointer.ok ? [pointer.value.output.path] : [])),
    ...lock.stages.flatMap(({ outs }) => outs.map(({ path }) => path)),
  ]);
  for (const { family, name, path } of folders) {
    if (tracked.has(path)) continue;
    const { run } = parseRunName(name);
    getRun(getFamily(families, family), run === '' ? name : run).untracked.push(path);
  }
}

/** The run an archived pointer says it is of. */
function readArchivedRun({ name, pointer, file }: ScannedPointer): string | undefined {
  const noted = pointer.ok ? pointer.value.note?.run : undefined;
  const { run } = parseRunName(name);
  return noted ?? (file.endsWith('.archived') && run !== '' ? run : undefined);
}

/** What says its run counts before a digest is looked for: a stable pointer may be found by it. */
function addNoted(families: Map<string, CollectingFamily>, pointer: ScannedPointer): void {
  const run = readArchivedRun(pointer);
  const collecting = run === undefined ? undefined : getRun(getFamily(families, pointer.family), run);
  if (collecting !== undefined) pushArchived(collecting, pointer);
}

function pushArchived({ found, unread }: Collecting, { name, file, pointer }: ScannedPointer): void {
  const { stamp } = parseRunName(name);
  if (pointer.ok) found.push({ part: 'archived', file, output: pointer.value.output, stamp });
  else unread.push({ part: 'archived', file, problem: pointer.problem });
}

function addArchived(families: Map<string, CollectingFamily>, pointer: ScannedPointer): void {
  if (readArchivedRun(pointer) !== undefined) return;
  const family = getFamily(families, pointer.family);
  const run = pointer.pointer.ok
    ? (findByDigest(family, pointer.pointer.value.output.md5) ??
      nameDigestVersion(pointer.pointer.value.output.md5))
    : pointer.name;
  pushArchived(getRun(family, run), pointer);
}

function addStable(
  families: Map<string, CollectingFamily>,
  { family: name, file, pointer }: ScannedPointer,
): void {
  const family = getFamily(families, name);
  if (!pointer.ok) {
    family.stable = { state: 'unusable', problem: pointer.problem };
    return;
  }
  const { output, note } = pointer.value;
  family.stable = { state: 'read', output, note };
  // A note speaks of this digest and no other, so it counts before a run that happens to have the same.
  const run = note?.run ?? findByDigest(family, output.md5) ?? nameDigestVersion(output.md5);
  getRun(family, run).found.push({ part: 'stable', file, output, stamp: undefined });
}

/** The newest run that has the digest. */
function findByDigest({ runs }: CollectingFamily, md5: string): string | undefined {
  const names = [...runs].flatMap(([run, parts]) => (hasDigest(parts, md5) ? [run] : []));
  return names.sort(compareVersionNames).at(-1);
}

/** Whether something of a run has a digest. Pure. */
export function hasDigest(run: Pick<DvcRun, 'found'> | undefined, md5: string): boolean {
  return run?.found.some(({ output }) => output.md5 === md5) ?? false;
}

function finish(family: string, { runs, stable }: CollectingFamily): DvcFamily {
  const sorted = sortByVersionName([...runs], ([run]) => run);
  return {
    family,
    stable,
    runs: new Map(
      sorted.map(([run, { found, unread, untracked }]) => [
        run,
        {
          run,
          found: found.sort(compareFound),
          unread: unread.sort(compareFiles),
          untracked: untracked.sort(),
        },
      ]),
    ),
  };
}

function compareFound(one: FoundOutput, other: FoundOutput): number {
  const order = partOrder.indexOf(one.part) - partOrder.indexOf(other.part);
  return order || compareText(one.stamp ?? '', other.stamp ?? '') || compareText(one.file, other.file);
}

function compareFiles(one: UnreadPointer, other: UnreadPointer): number {
  return compareText(one.file, other.file);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
