import { hash } from 'node:crypto';
import { ConflictError, toAppError } from '../../../core/errors/app-error.ts';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import type { ProjectionOutcome, ProjectOptions } from '../../../core/ports/registry.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { WantedGate } from '../../history/gate-file.ts';
import { readKept } from '../../history/kept-files.ts';
import { isGateRegistered } from '../gate-projection.ts';
import { formatVersionFolder, parseEntryName, sharedAlias } from '../layout.ts';
import { listWanted, type Wanted, type WantedLog, type WantedPointer } from '../wanted-projections.ts';
import type { BucketHistory } from './bucket-history.ts';
import { listCoveredPointers } from './list-covered-pointers.ts';
import type { MirrorContext } from './mirror-context.ts';
import { packBody, unpackBody } from './packed-body.ts';
import { requireChain } from './push-history.ts';
import { type FollowingObject, replaceInBucket } from './replace-in-bucket.ts';
import { writeOnce } from './write-once.ts';

/** What projecting into the bucket needs. */
export type ProjectContext = MirrorContext & { readonly history: BucketHistory };

/** How often it is looked again because something moved meanwhile, before the rest is left to whoever moved it. */
const maxRounds = 20;

/** Of a history that was cut off in the bucket. */
const showsLater = 'it shows a later entry than the history has';

/** Of a history whose entry was altered in the bucket. */
const showsOther = 'it was written for another entry of that number than the history has';

/** Longest text of a pointer: a path and a line end. What is longer is no pointer. */
const pointerLimitBytes = 4097;

/**
 * Brings the pointers, verdicts and logs of a model in the bucket in line with the histories there. What stands is looked at before the
 * histories are, and replaced only if it still stands: a slow writer never puts an older state over a newer one. Targets carry
 * the address. Never throws for one of them. What follows from a history that the bucket does not have as the copy has it is not written:
 * `failed`; of the pointer that models share that goes for all histories, and while it is another model's it is left alone then.
 * No pointer is put beside files that lie under its name.
 * @throws UnavailableError when the histories cannot be read
 */
export async function projectBucket(
  context: ProjectContext,
  model: string,
  options: ProjectOptions,
): Promise<readonly ProjectionOutcome[]> {
  const outcomes = new Map<string, ProjectionOutcome>();
  for (let round = 1; round <= maxRounds; round += 1) {
    const before = await listWanted(context.cache, model);
    if (before.length === 0) break;
    const standing = await findStanding(context, before);
    const conflicts = await catchUpHistories(context, model, before, standing);
    const covered = listCoveredPointers(context.seen);
    let isMoved = false;
    for (const wanted of await listDue(context, model)) {
      if (options.signal?.aborted) return [...outcomes.values()];
      if (options.leave?.has(wanted.target)) continue;
      if (covered.has(wanted.target) && standing.get(wanted.target) === undefined) continue;
      // A pointer that is another model's waits for that: it is not this one's business.
      if (wanted.kind === 'pointer' && wanted.model !== model && conflicts.size > 0) continue;
      const conflict = findConflict(conflicts, model, wanted);
      const outcome =
        conflict === undefined
          ? await bringInLine(context, wanted, standing)
          : failed(context, wanted, conflict.message);
      isMoved ||= outcome === 'moved';
      if (outcome === 'moved') continue;
      // So does one that shows more than is left of a history: that is said where that history is.
      if (wanted.kind === 'pointer' && wanted.model !== model && isOthersAffair(outcome)) continue;
      if (outcomes.get(outcome.target)?.outcome !== 'written' || outcome.outcome !== 'already')
        outcomes.set(outcome.target, outcome);
      options.onStep?.(outcome);
    }
    if (!isMoved) break;
  }
  return [...outcomes.values()];
}

type Standing = ReadonlyMap<string, ObjectFacts | undefined>;

/** What stands where something is replaced. */
async function findStanding({ store }: MirrorContext, wanted: readonly Wanted[]): Promise<Standing> {
  const names = wanted.flatMap(({ kind, target }) => (kind === 'log' ? [] : [target]));
  const found = await Promise.all(names.map(async name => [name, await store.find(name)] as const));
  return new Map(found);
}

/** The shared pointer follows the histories of all models, and of the one it names now even when nobody here has heard of it. */
async function catchUpHistories(
  { cache, history }: ProjectContext,
  model: string,
  wanted: readonly Wanted[],
  standing: Standing,
): Promise<Conflicts> {
  const models = new Set([model]);
  if (wanted.some(({ target }) => target === sharedAlias)) {
    for (const other of await cache.history.listModels()) models.add(other);
    const facts = standing.get(sharedAlias);
    const bytes = facts && unpackBody(facts);
    const named = parseEntryName(bytes === undefined ? '' : new TextDecoder().decode(bytes).trim());
    if (named.is === 'version') models.add(named.model);
  }
  const conflicts = new Map<string, ConflictError>();
  const catchUp = async (each: string): Promise<void> => {
    try {
      await history.catchUp(each);
      const { entries, defects } = await cache.history.readHistory(each);
      if (defects.length === 0) requireChain(each, entries, 0);
    } catch (thrown) {
      if (!(thrown instanceof ConflictError)) throw thrown;
      conflicts.set(each, thrown);
    }
  };
  await Promise.all([...models].map(catchUp));
  return conflicts;
}

/** Models whose history the bucket does not have as the copy has it. */
type Conflicts = ReadonlyMap<string, ConflictError>;

function findConflict(conflicts: Conflicts, model: string, { target }: Wanted): ConflictError | undefined {
  const own = conflicts.get(model);
  return own === undefined && target === sharedAlias ? [...conflicts.values()][0] : own;
}

/** What the histories want, but for what an earlier operation left: a log that stands, a verdict that cannot be written. */
async function listDue(context: MirrorContext, model: string): Promise<readonly Wanted[]> {
  const due: Wanted[] = [];
  for (const wanted of await listWanted(context.cache, model)) {
    const isDue =
      wanted.kind === 'pointer' ||
      (wanted.kind === 'log' && (wanted.isLast || !isSeen(context, wanted.target))) ||
      (wanted.kind === 'gate' && (await isGateDue(context, wanted)));
    if (isDue) due.push(wanted);
  }
  return due;
}

function isSeen({ seen }: MirrorContext, name: string): boolean {
  const found = seen.find(name);
  return found !== undefined && found.isGone !== true;
}

/** A version that is not in the bucket shows no verdict there. */
async function isGateDue(context: MirrorContext, wanted: WantedGate): Promise<boolean> {
  const folder = formatVersionFolder(wanted.model, wanted.version);
  if (!isSeen(context, `${folder}/metadata.json`)) return false;
  if (wanted.isLast) return true;
  const kept = await readKept(context.cache, wanted.reportSha256);
  if (!kept.ok || context.seen.find(wanted.target)?.facts.md5 === hash('md5', kept.bytes)) return false;
  return !(await isGateRegistered(context.cache, wanted));
}

async function bringInLine(
  context: MirrorContext,
  wanted: Wanted,
  standing: Standing,
): Promise<ProjectionOutcome | 'moved'> {
  try {
    if (wanted.kind === 'log') return await writeLog(context, wanted);
    // Wanted only since the histories were read: what stands there has to be looked at before they are.
    if (!standing.has(wanted.target)) return 'moved';
    const facts = standing.get(wanted.target);
    if (wanted.kind === 'pointer') return await setPointer(context, wanted, facts);
    return await writeGate(context, wanted, facts);
  } catch (thrown) {
    return failed(context, wanted, toAppError(thrown).message);
  }
}

function failed(context: MirrorContext, wanted: Wanted, message: string): ProjectionOutcome {
  const target = address(context, wanted.kind === 'log' ? wanted.stepTarget : wanted.target);
  return { target, before: null, after: null, outcome: 'failed', problem: message };
}

/** A pointer to nothing is an empty object: one that is deleted could not tell a slow writer that it was there. */
async function setPointer(
  context: MirrorContext,
  wanted: WantedPointer,
  standing: ObjectFacts | undefined,
): Promise<ProjectionOutcome | 'moved'> {
  const base = { target: address(context, wanted.target), before: null, after: wanted.folder };
  if (standing !== undefined && standing.sizeBytes > pointerLimitBytes) {
    const problem = 'something that is no pointer stands there';
    return { ...base, after: null, outcome: 'blocked', problem };
  }
  const before = await readText(context, standing);
  const { target: name, folder, generation, operationId } = wanted;
  const bytes = new TextEncoder().encode(folder ?? '');
  const object = { name, bytes, contentType: 'text/plain', generation, operationId } as const;
  return await replace(context, object, { ...base, before }, standing);
}

async function readText({ store }: MirrorContext, standing: ObjectFacts | undefined): Promise<string | null> {
  if (standing === undefined) return null;
  const packed = unpackBody(standing);
  const bytes = packed ?? (await store.read(standing.name, pointerLimitBytes, { known: standing }))?.bytes;
  const text = new TextDecoder().decode(bytes).trim();
  return text === '' ? null : makeSafeText(text, { limit: 120 });
}

async function writeGate(
  context: MirrorContext,
  wanted: WantedGate,
  standing: ObjectFacts | undefined,
): Promise<ProjectionOutcome | 'moved'> {
  const base = { target: address(context, wanted.target), before: null, after: wanted.verdict };
  if (await isGateRegistered(context.cache, wanted)) {
    const problem = 'something that is no verdict of a gate stands there';
    return { ...base, after: null, outcome: 'blocked', problem };
  }
  const kept = await readKept(context.cache, wanted.reportSha256);
  if (!kept.ok) return { ...base, after: null, outcome: 'failed', problem: `its report is ${kept.problem}` };
  const { target: name, generation, operationId } = wanted;
  const object = {
    name,
    bytes: kept.bytes,
    contentType: 'application/json',
    generation,
    operationId,
  } as const;
  return await replace(context, object, base, standing);
}

async function replace(
  { store }: MirrorContext,
  object: FollowingObject,
  base: Pick<ProjectionOutcome, 'target' | 'before' | 'after'>,
  standing: ObjectFacts | undefined,
): Promise<ProjectionOutcome | 'moved'> {
  const outcome = await replaceInBucket(store, object, standing);
  if (outcome === 'moved') return outcome;
  if (outcome === 'ahead' || outcome === 'disputed') {
    const problem = outcome === 'ahead' ? showsLater : showsOther;
    return { ...base, after: null, outcome: 'failed', problem };
  }
  return { ...base, outcome, problem: undefined };
}

function isOthersAffair({ problem }: ProjectionOutcome): boolean {
  return problem === showsLater || problem === showsOther;
}

async function writeLog(context: MirrorContext, wanted: WantedLog): Promise<ProjectionOutcome> {
  const bytes = new TextEncoder().encode(wanted.text);
  const { outcome, facts } = await writeOnce(context.store, {
    name: wanted.target,
    body: { from: 'bytes', bytes },
    contentType: 'application/json',
    metadata: packBody(bytes),
    operationId: wanted.operationId,
  });
  const target = address(context, wanted.stepTarget);
  const base = { target, before: null, after: address(context, wanted.target), problem: undefined };
  if (outcome === 'written') return { ...base, outcome: 'written' };
  if (outcome === 'ours' || facts.md5 === hash('md5', bytes)) return { ...base, outcome: 'already' };
  return { ...base, after: null, outcome: 'blocked', problem: 'another log stands there' };
}

/** How a thing in the bucket is called in plans and receipts. Pure. */
export function address({ url }: Pick<MirrorContext, 'url'>, name: string): string {
  return `${url}/${name}`;
}
