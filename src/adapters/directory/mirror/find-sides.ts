import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SideFile, SidePointer, Sides, SideVersion } from '../../../core/mirror/sides.ts';
import { formatVersionFolder } from '../layout.ts';
import { findNamed, parsePointerText, readRawPointer } from '../read-pointer.ts';
import { addJudgements } from './add-judgements.ts';
import { isCopied, type ObjectName, parseObjectName } from './classify-object.ts';
import { type Histories, isRecorded, listExpectedPointers, listRecordedVersions } from './expect-pointers.ts';
import { findOwnPointers } from './find-own-pointers.ts';
import { isUntouched, judgeCopy } from './judge-copy.ts';
import { listCoveredPointers } from './list-covered-pointers.ts';
import { lookAtLive } from './look-at-live.ts';
import type { MirrorContext } from './mirror-context.ts';
import { type CopyFacts, findScanned, isCovered } from './scan-copies.ts';
import type { SeenObject } from './seen-objects.ts';

/** Most strangers that are named one by one. */
const strangerLimit = 100;

/** Objects looked at between two turns of other work. */
const objectsPerTurn = 500;

type Found = {
  readonly files: SideFile[];
  readonly versions: Map<string, SideVersion>;
  readonly pointers: Map<string, SidePointer>;
  readonly strangers: { readonly name: string; readonly why: string }[];
  strangerCount: number;
};

/**
 * Both sides as far as they differ: the bucket as it was last seen, and the copy as it is.
 * @param copies from `scanCopies`
 * @throws UnavailableError when a file that looks changed cannot be read
 */
export async function findSides(
  context: MirrorContext,
  copies: ReadonlyMap<string, CopyFacts>,
  histories: Histories,
): Promise<Sides> {
  const found: Found = {
    files: [],
    versions: new Map(),
    pointers: new Map(),
    strangers: [],
    strangerCount: 0,
  };
  addCopiedVersions(found, copies);
  let looked = 0;
  // A copy of the list: judging may note what it finds.
  for (const object of [...context.seen.list()]) {
    const parsed = parseObjectName(object.facts.name);
    const copy = findScanned(copies, object.facts.name);
    if (!object.isGone) addToVersion(found, parsed, 'inBucket');
    // Waiting for what is known already, thousands of times, would take longer than all the rest.
    if (!isCopied(parsed) || !isUntouched(object, copy))
      await addObject(context, found, object, copy, copies);
    looked += 1;
    if (looked % objectsPerTurn === 0) await nextTurn();
  }
  addOnlyHere(context, found, copies);
  dropUnknownPointers(found);
  await addExpectations(context, found, histories);
  addRecords(found, histories);
  await addLive(context, found, histories);
  const judgements = await addJudgements(context, found, histories, copies);
  return {
    ...found,
    histories: judgements,
    files: found.files.sort((one, other) => (one.name < other.name ? -1 : 1)),
    pointers: [...found.pointers.values()],
  };
}

function addCopiedVersions(found: Found, copies: ReadonlyMap<string, CopyFacts>): void {
  for (const name of copies.keys()) addToVersion(found, parseObjectName(name), 'here');
}

async function addObject(
  context: MirrorContext,
  found: Found,
  object: SeenObject,
  copy: CopyFacts | undefined,
  copies: ReadonlyMap<string, CopyFacts>,
): Promise<void> {
  const { name } = object.facts;
  const parsed = parseObjectName(name);
  if (isCopied(parsed)) {
    const judged = await judgeCopy(context, object, copy);
    const state = judged === 'changed-here' && isCovered(copies, name) ? 'covered-here' : judged;
    const sizeBytes = (object.replacedBy ?? object.facts).sizeBytes;
    if (state !== 'same') found.files.push(describeFile(name, parsed, { sizeBytes, state }));
  } else if (object.isGone) addGone(found, object, parsed);
  else addOther(found, object, parsed);
}

function addOther(found: Found, object: SeenObject, parsed: ObjectName): void {
  const { name } = object.facts;
  if (parsed.is === 'stranger') addStranger(found, name, parsed.why);
  if (parsed.is === 'pointer') {
    const before = found.pointers.get(name);
    found.pointers.set(name, {
      ...(before ?? emptyPointer(name, parsed.model)),
      said: readSaid(object.text),
    });
  }
  if (parsed.is === 'pointer-copy') {
    const before = found.pointers.get(parsed.pointer) ?? emptyPointer(parsed.pointer, parsed.model);
    const said = before.said ?? (object.text || null);
    found.pointers.set(parsed.pointer, { ...before, said, copiedFiles: before.copiedFiles + 1 });
  }
}

/** A pointer that was deleted in the bucket. */
function addGone(found: Found, { facts, text }: SeenObject, parsed: ObjectName): void {
  if (parsed.is !== 'pointer' && parsed.is !== 'pointer-copy') return;
  const name = parsed.is === 'pointer' ? facts.name : parsed.pointer;
  const saidBefore = readSaid(text);
  if (saidBefore === null) return;
  const before = found.pointers.get(name) ?? emptyPointer(name, parsed.model);
  found.pointers.set(name, { ...before, saidBefore });
}

function emptyPointer(name: string, model: string | undefined): SidePointer {
  return { name, model, said: null, wanted: undefined, changedTo: undefined, copiedFiles: 0 };
}

function addStranger(found: Found, name: string, why: string): void {
  found.strangerCount += 1;
  if (found.strangers.length < strangerLimit) found.strangers.push({ name, why });
}

function readSaid(text: string | undefined): string | null {
  if (text === undefined) return null;
  const raw = parsePointerText(new TextEncoder().encode(text));
  const named = findNamed(raw);
  if (named !== undefined) return formatVersionFolder(named.model, named.version);
  return raw.state === 'text' ? raw.name : null;
}

function addToVersion(found: Found, parsed: ObjectName, side: 'here' | 'inBucket'): void {
  if (
    parsed.is !== 'metadata' &&
    parsed.is !== 'version-file' &&
    parsed.is !== 'gate' &&
    parsed.is !== 'claim'
  )
    return;
  const { model, version } = parsed;
  const folder = formatVersionFolder(model, version);
  const before = found.versions.get(folder) ?? {
    model,
    version,
    inBucket: 'absent',
    here: 'absent',
    ...unrecorded,
  };
  const state = parsed.is === 'metadata' || before[side] === 'whole' ? 'whole' : 'begun';
  if (before[side] !== state) found.versions.set(folder, { ...before, [side]: state });
}

function addOnlyHere(context: MirrorContext, found: Found, copies: ReadonlyMap<string, CopyFacts>): void {
  for (const [name, copy] of copies) {
    if (context.seen.find(name) !== undefined) continue;
    const parsed = parseObjectName(name);
    const sizeBytes = copy === 'other' ? 0 : copy.sizeBytes;
    if (isCopied(parsed)) found.files.push(describeFile(name, parsed, { sizeBytes, state: 'only-here' }));
  }
}

function describeFile(
  name: string,
  parsed: Extract<ObjectName, { readonly is: SideFile['part'] }>,
  rest: Pick<SideFile, 'sizeBytes' | 'state'>,
): SideFile {
  return {
    name,
    part: parsed.is,
    model: 'model' in parsed ? parsed.model : undefined,
    version: 'version' in parsed ? parsed.version : undefined,
    generation: parsed.is === 'history' ? parsed.generation : undefined,
    ...rest,
  };
}

/** A name like a pointer's, of no model there is, is a stranger's. */
function dropUnknownPointers(found: Found): void {
  const models = new Set([...found.versions.values()].map(version => version.model));
  for (const [name, { model }] of found.pointers) {
    if (model === undefined || models.has(model)) continue;
    found.pointers.delete(name);
    addStranger(found, name, 'no model of that name');
  }
}

async function addExpectations(context: MirrorContext, found: Found, histories: Histories): Promise<void> {
  const { fileSystem, places } = context.cache;
  const covered = listCoveredPointers(context.seen);
  for (const [name, wanted] of listExpectedPointers(histories)) {
    const parsed = parseObjectName(name);
    const model = parsed.is === 'pointer' ? parsed.model : undefined;
    const pointer = found.pointers.get(name) ?? emptyPointer(name, model);
    const said = covered.has(name) ? { withheld: wanted } : { wanted };
    found.pointers.set(name, { ...pointer, ...said });
  }
  await addOwnPointers(context, found);
  for (const [name, pointer] of found.pointers) {
    const isDecided = isRecorded(histories, pointer);
    if (isDecided || pointer.said !== null || pointer.copiedFiles > 0)
      found.pointers.set(name, { ...pointer, ...undecided });
    if (pointer.said === null || isDecided) continue;
    const raw = await readRawPointer(fileSystem, join(places.root, name));
    const isChanged = raw.state === 'text' && raw.name !== pointer.said;
    if (isChanged) found.pointers.set(name, { ...pointer, ...undecided, changedTo: raw.name });
  }
}

/** Where the bucket has the pointer, neither side lacks it. */
const undecided = { onlyHere: undefined, saidBefore: undefined } as const;

/** Pointers that the bucket does not know: what is gone from it is not put there again. */
async function addOwnPointers({ cache }: MirrorContext, found: Found): Promise<void> {
  for (const { name, model, folder } of await findOwnPointers(cache.fileSystem, cache.places.root)) {
    const pointer = found.pointers.get(name) ?? emptyPointer(name, model);
    if (found.versions.get(folder)?.here !== 'whole' || pointer.saidBefore !== undefined) continue;
    found.pointers.set(name, { ...pointer, onlyHere: folder });
  }
}

/** What no history speaks of. */
const unrecorded = { isRetired: false, isRegistered: false, liveUnder: [] } as const;

/** What is live and on neither side is a version all the same. */
function addRecords(found: Found, histories: Histories): void {
  for (const { model, version, ...record } of listRecordedVersions(histories)) {
    const folder = formatVersionFolder(model, version);
    const known = found.versions.get(folder);
    if (known === undefined && record.liveUnder.length === 0) continue;
    const absent = { model, version, inBucket: 'absent', here: 'absent' } as const;
    found.versions.set(folder, { ...(known ?? absent), ...record });
  }
}

async function addLive(context: MirrorContext, found: Found, histories: Histories): Promise<void> {
  const entries = [...histories].map(([model, read]) => ({ model, entries: read.entries }));
  for (const [folder, live] of await lookAtLive(context, entries)) {
    const version = found.versions.get(folder);
    if (version !== undefined) found.versions.set(folder, { ...version, live });
  }
}
