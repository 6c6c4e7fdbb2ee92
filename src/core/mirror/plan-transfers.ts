import { describeMove } from './describe-move.ts';
import { listPruned } from './list-pruned.ts';
import { isMissing } from './live-files.ts';
import { listConflicting, pullHistory, pushHistory } from './plan-history-transfers.ts';
import { type FilePart, nameWhole, type SideFile, type Sides, type SideVersion } from './sides.ts';
import type { Transfer } from './transfer.ts';

/** In which direction, and whether what the history says is gone is taken away too. */
export type TransferRequest = { readonly direction: 'pull' | 'push'; readonly prune: boolean };

/**
 * What has to be carried to make one side like the other, history before versions before the rest. A pull brings what is missing here, and sets aside what
 * was changed; a push brings whole versions and entries the bucket never had. What is gone from the bucket is never pushed again, but for
 * a version that is live by its history; and of a history that is another one there, or that lacks entries there, neither entries nor pointers are. Pure.
 */
export function planTransfers(sides: Sides, request: TransferRequest): readonly Transfer[] {
  const isPull = request.direction === 'pull';
  const conflicting = listConflicting(sides);
  const carried = sides.files.filter(file => (isPull ? isPulled(file) : isPushed(file, sides)));
  const histories = sides.histories.flatMap(each =>
    isPull ? pullHistory(each, sides) : pushHistory(each, sides),
  );
  const pointers = isPull ? listPulledPointers(sides) : listPushedPointers(sides, conflicting);
  const order: readonly Transfer['unit'][] = ['registry', 'kept', 'version', 'history', 'pointer', 'log'];
  const sorted = [...group(carried, isPull), ...histories, ...pointers].sort(
    (one, other) => order.indexOf(one.unit) - order.indexOf(other.unit),
  );
  if (!request.prune) return sorted;
  return [...sorted, ...listPruned(sides, isPull ? 'pull' : 'push')];
}

function isPulled(file: SideFile): boolean {
  if (file.part === 'history') return false;
  if (file.state === 'only-in-bucket') return true;
  const isReplaced = ['changed-here', 'covered-here', 'changed-in-bucket', 'differs'].includes(file.state);
  return isReplaced && file.part !== 'gate';
}

function isPushed(file: SideFile, { versions }: Sides): boolean {
  if (file.state === 'gone-from-bucket') return isLiveAndGone(file, versions.get(nameWhole(file.name)));
  if (file.state !== 'only-here' || file.part === 'gate' || file.part === 'history') return false;
  if (file.part !== 'metadata' && file.part !== 'version-file') return true;
  const version = versions.get(nameWhole(file.name));
  if (version?.here !== 'whole') return false;
  return version.inBucket !== 'whole' || isMissing(version, file.name);
}

/** Somebody deleted it while it was live: whoever starts afresh cannot load what the history says. */
function isLiveAndGone({ part, name }: SideFile, version: SideVersion | undefined): boolean {
  if (part !== 'metadata' && part !== 'version-file') return false;
  return version?.here === 'whole' && isMissing(version, name);
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
    const act = isAdded(file, isPull) ? 'add' : 'set-aside';
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
  const isNew = first !== undefined && isAdded(first, isPull);
  return {
    to: isPull ? 'cache' : 'bucket',
    act: isNew ? 'add' : 'set-aside',
    unit: units[part],
    name: isAlone ? name : nameWhole(name),
    files: files.map(file => file.name),
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    why: isNew ? whyAdded(first, isPull) : whySetAside(first),
  };
}

function isAdded({ state }: SideFile, isPull: boolean): boolean {
  return !isPull || state === 'only-in-bucket' || state === 'only-here';
}

function whyAdded({ state }: SideFile, isPull: boolean): string {
  if (isPull) return 'it is not here yet';
  return state === 'gone-from-bucket' ? 'it is live and gone from the bucket' : 'the bucket does not have it';
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
  { pointers, versions }: Sides,
  conflicting: ReadonlySet<string | undefined>,
): readonly Transfer[] {
  return pointers
    .filter(({ model }) => (model === undefined ? conflicting.size === 0 : !conflicting.has(model)))
    .filter(
      ({ wanted, said, onlyHere }) => onlyHere !== undefined || (wanted !== undefined && wanted !== said),
    )
    .map(pointer => {
      const { name, said, onlyHere } = pointer;
      const move = describeMove(pointer, versions);
      const why = onlyHere === undefined ? 'the history says so' : 'the bucket does not have it';
      return {
        to: 'bucket',
        act: said === null ? 'add' : 'move',
        unit: 'pointer',
        name,
        files: [name],
        sizeBytes: 0,
        why: `${move.from ?? 'nothing'} to ${move.to ?? 'nothing'}: ${why}`,
        move,
      };
    });
}
