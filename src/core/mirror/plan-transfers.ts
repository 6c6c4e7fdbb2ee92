import { type FilePart, nameWhole, type SideFile, type Sides } from './sides.ts';
import type { Transfer } from './transfer.ts';

/** In which direction, and whether what the history says is gone is taken away too. */
export type TransferRequest = { readonly direction: 'pull' | 'push'; readonly prune: boolean };

/**
 * What has to be carried to make one side like the other, history before versions before the rest. A pull brings what is missing here, and sets aside what
 * was changed; a push brings whole versions and entries the bucket never had. What is gone from the bucket is never pushed again, and
 * of a history that is another one there, or that lacks entries there, neither entries nor pointers are. Pure.
 */
export function planTransfers(sides: Sides, request: TransferRequest): readonly Transfer[] {
  const isPull = request.direction === 'pull';
  const conflicting = listConflicting(sides);
  const carried = sides.files.filter(file => (isPull ? isPulled(file) : isPushed(file, sides, conflicting)));
  const transfers = group(carried, isPull);
  const pointers = isPull ? listPulledPointers(sides) : listPushedPointers(sides, conflicting);
  const order: readonly Transfer['unit'][] = ['registry', 'kept', 'version', 'history', 'pointer', 'log'];
  const sorted = [...transfers, ...pointers].sort(
    (one, other) => order.indexOf(one.unit) - order.indexOf(other.unit),
  );
  return request.prune ? [...sorted, ...listRetired(sides, isPull)] : sorted;
}

function isPulled(file: SideFile): boolean {
  if (file.state === 'only-in-bucket') return true;
  const isReplaced = ['changed-here', 'changed-in-bucket', 'differs'].includes(file.state);
  return isReplaced && file.part !== 'history' && file.part !== 'gate';
}

/** Models of which the bucket has other entries than the copy, or the copy entries that the bucket lost. */
function listConflicting({ files }: Sides): ReadonlySet<string | undefined> {
  const conflicting = files.filter(({ part, state }) => part === 'history' && state !== 'only-here');
  return new Set(conflicting.map(({ model }) => model));
}

function isPushed(
  file: SideFile,
  { versions }: Sides,
  conflicting: ReadonlySet<string | undefined>,
): boolean {
  if (file.state !== 'only-here' || file.part === 'gate') return false;
  if (file.part === 'history') return !conflicting.has(file.model);
  if (file.part !== 'metadata' && file.part !== 'version-file') return true;
  const version = versions.get(nameWhole(file.name));
  return version?.here === 'whole' && version.inBucket !== 'whole';
}

const units: Readonly<Record<FilePart, Transfer['unit']>> = {
  history: 'history',
  kept: 'kept',
  metadata: 'version',
  'version-file': 'version',
  gate: 'version',
  log: 'log',
};

function group(files: readonly SideFile[], isPull: boolean): readonly Transfer[] {
  const groups = new Map<string, SideFile[]>();
  for (const file of files) {
    const act = file.state.startsWith('only-') ? 'add' : 'set-aside';
    // Kept files and logs stand for themselves; the others are carried as what they are part of.
    const isAlone = file.part === 'kept' || file.part === 'log';
    const key = `${act} ${isAlone ? file.name : nameWhole(file.name)}`;
    const found = groups.get(key);
    if (found === undefined) groups.set(key, [file]);
    else found.push(file);
  }
  return [...groups.values()].map(found => describe(found, isPull));
}

function describe(files: readonly SideFile[], isPull: boolean): Transfer {
  const [first] = files;
  const part = first?.part ?? 'log';
  const isAlone = part === 'kept' || part === 'log';
  const name = first?.name ?? '';
  const isAdded = first?.state.startsWith('only-') === true;
  return {
    to: isPull ? 'cache' : 'bucket',
    act: isAdded ? 'add' : 'set-aside',
    unit: units[part],
    name: isAlone ? name : nameWhole(name),
    files: files.map(file => file.name),
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    why: isAdded ? (isPull ? 'it is not here yet' : 'the bucket does not have it') : whySetAside(first),
  };
}

function whySetAside(file: SideFile | undefined): string {
  return file?.state === 'changed-in-bucket'
    ? 'it was replaced in the bucket; what is here is kept beside'
    : 'it was changed here; what is here is kept beside';
}

/** Links that were moved here by hand, of which the bucket says otherwise. */
function listPulledPointers({ pointers }: Sides): readonly Transfer[] {
  return pointers
    .filter(({ changedTo, said }) => changedTo !== undefined && said !== null)
    .map(({ name }) => ({
      to: 'cache',
      act: 'set-aside',
      unit: 'pointer',
      name,
      files: [name],
      sizeBytes: 0,
      why: 'it does not say what the bucket says',
    }));
}

/** The pointer that models share follows all histories. */
function listPushedPointers(
  { pointers }: Sides,
  conflicting: ReadonlySet<string | undefined>,
): readonly Transfer[] {
  return pointers
    .filter(({ model }) => (model === undefined ? conflicting.size === 0 : !conflicting.has(model)))
    .filter(
      ({ wanted, said, onlyHere }) => onlyHere !== undefined || (wanted !== undefined && wanted !== said),
    )
    .map(({ name, onlyHere }) => ({
      to: 'bucket',
      act: 'add',
      unit: 'pointer',
      name,
      files: [name],
      sizeBytes: 0,
      why: onlyHere === undefined ? 'it does not say what the history says' : 'the bucket does not have it',
    }));
}

/** On the side that is written, versions the other side does not have and the history says are gone. */
function listRetired({ versions, files }: Sides, isPull: boolean): readonly Transfer[] {
  return [...versions].flatMap(([folder, version]): readonly Transfer[] => {
    const isThere = (isPull ? version.here : version.inBucket) !== 'absent';
    // A claim may be all that is left of a version that was deleted.
    const isElsewhere = (isPull ? version.inBucket : version.here) === 'whole';
    if (!version.isRetired || !isThere || isElsewhere) return [];
    const own = files.filter(file => nameWhole(file.name) === folder);
    // Of a version that was taken away the claim of its number stays.
    if (own.length === 0 && (isPull ? version.here : version.inBucket) === 'begun') return [];
    return [
      {
        to: isPull ? 'cache' : 'bucket',
        act: 'remove',
        unit: 'version',
        name: folder,
        files: own.map(file => file.name),
        sizeBytes: own.reduce((sum, file) => sum + file.sizeBytes, 0),
        why: 'the history says that it was archived, and the other side has it no more',
      },
    ];
  });
}
