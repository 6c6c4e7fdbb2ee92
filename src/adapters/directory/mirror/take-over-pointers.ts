import { join } from 'node:path';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { parseJsonObject } from '../../files/read-json.ts';
import { formatVersionFolder, parseEntryName } from '../layout.ts';
import { writePointer } from '../projections.ts';
import { findNamed, parsePointerText, readRawPointer } from '../read-pointer.ts';
import { parseObjectName } from './classify-object.ts';
import { type Histories, isRecorded } from './expect-pointers.ts';
import { makeCopyFolders } from './make-folders.ts';
import { noteListed } from './note-listed.ts';
import { noteText, readText } from './read-text.ts';
import type { RefreshRun } from './refresh-run.ts';

/**
 * Reads the pointers of the bucket, and brings those that no history speaks of into the copy as relative links. One that was changed here
 * by hand is left alone. Where a copying tool left files instead of a pointer, the version they are a copy of is what is live.
 * @param models names of all models there are: without its model a name is no pointer
 * @throws UnavailableError
 */
export async function takeOverPointers(
  run: RefreshRun,
  models: ReadonlySet<string>,
  histories: Histories,
): Promise<void> {
  const told = new Set<string>();
  for (const facts of run.pointers) {
    const parsed = parseObjectName(facts.name);
    if (parsed.is === 'pointer') {
      if (parsed.model !== undefined && !models.has(parsed.model)) noteListed(run.context.seen, facts);
      else if (await takeOver(run, facts, isRecorded(histories, parsed))) told.add(facts.name);
    }
  }
  for (const facts of run.pointers) {
    const parsed = parseObjectName(facts.name);
    if (parsed.is !== 'pointer-copy') continue;
    const isDeciding = parsed.file === 'metadata.json' && !told.has(parsed.pointer);
    const isKnown = parsed.model === undefined || models.has(parsed.model);
    if (!isDeciding || !isKnown || isRecorded(histories, parsed)) noteListed(run.context.seen, facts);
    else await takeOverCopied(run, facts, parsed.pointer, parsed.model);
  }
}

/**
 * Takes away the links of the copy that followed pointers which the bucket has no more, as far as no history speaks of them. One that was
 * changed here by hand is left alone.
 * @throws UnavailableError
 */
export async function takeAwayPointers(run: RefreshRun, histories: Histories): Promise<void> {
  const { cache, seen } = run.context;
  for (const gone of run.gonePointers) {
    const parsed = parseObjectName(gone);
    const text = seen.find(gone)?.text;
    if (text === undefined || (parsed.is !== 'pointer' && parsed.is !== 'pointer-copy')) continue;
    if (isRecorded(histories, parsed)) continue;
    const path = join(cache.places.root, parsed.is === 'pointer' ? gone : parsed.pointer);
    await withFileErrors('take away the pointer', path, async () => {
      const raw = await readRawPointer(cache.fileSystem, path);
      if (raw.state !== 'text' || raw.name !== readFolder(text)) return;
      await cache.fileSystem.removeFile(path);
      await cache.fileSystem.syncFolder(cache.places.root);
    });
  }
}

/** Answers whether it is there. */
async function takeOver(run: RefreshRun, facts: ObjectFacts, recorded: boolean): Promise<boolean> {
  const text = await readText(run, facts);
  if (text === undefined) return false;
  const before = run.context.seen.find(facts.name)?.text;
  if (!recorded) await setPointer(run, facts.name, readFolder(text), before && readFolder(before));
  noteText(run, facts, text);
  return true;
}

async function takeOverCopied(
  run: RefreshRun,
  facts: ObjectFacts,
  pointer: string,
  model: string | undefined,
): Promise<void> {
  const before = run.context.seen.find(facts.name)?.text;
  const folder = findTwin(run, facts, model) ?? (await readVersion(run, facts, model));
  await setPointer(run, pointer, folder, before);
  noteText(run, facts, folder ?? '');
}

/** The folder of the version whose metadata.json is the same, the highest of several. */
export function findTwin(
  run: RefreshRun,
  { md5 }: ObjectFacts,
  model: string | undefined,
): string | undefined {
  if (md5 === undefined) return undefined;
  let highest: { readonly folder: string; readonly number: number } | undefined;
  for (const { facts, isGone } of run.context.seen.list()) {
    if (facts.md5 !== md5 || isGone || !facts.name.endsWith('/metadata.json')) continue;
    const folder = facts.name.slice(0, -'/metadata.json'.length);
    const parsed = parseEntryName(folder);
    if (parsed.is !== 'version' || (model !== undefined && parsed.model !== model)) continue;
    if (highest === undefined || parsed.number > highest.number) highest = { folder, number: parsed.number };
  }
  return highest?.folder;
}

/** The version that the copied metadata.json says it is. */
async function readVersion(
  run: RefreshRun,
  facts: ObjectFacts,
  model: string | undefined,
): Promise<string | undefined> {
  const before = run.context.seen.find(facts.name);
  if (before?.text !== undefined && before.facts.generation === facts.generation) return before.text;
  const limitBytes = 256 * 1024;
  if (facts.sizeBytes > limitBytes) return undefined;
  const found = await run.context.store.read(facts.name, limitBytes, { known: facts, signal: run.signal });
  const reading = found && parseJsonObject(found.bytes);
  if (!reading?.ok) return undefined;
  const { model_name: named, version } = reading.value;
  const folder = formatVersionFolder(model ?? String(named), String(version));
  return parseEntryName(folder).is === 'version' ? folder : undefined;
}

function readFolder(text: string): string | undefined {
  const named = findNamed(parsePointerText(new TextEncoder().encode(text)));
  return named && formatVersionFolder(named.model, named.version);
}

/** Only over nothing, or over what this put there before. */
async function setPointer(
  run: RefreshRun,
  name: string,
  folder: string | undefined,
  before: string | undefined,
): Promise<void> {
  const { cache } = run.context;
  if (folder === undefined) return;
  const path = join(cache.places.root, name);
  await withFileErrors('write the pointer', path, async () => {
    const raw = await readRawPointer(cache.fileSystem, path);
    const isOurs = raw.state === 'absent' || (raw.state === 'text' && raw.name === before);
    if (!isOurs || (raw.state === 'text' && raw.name === folder)) return;
    await makeCopyFolders(cache.fileSystem, cache.places);
    await writePointer(cache, path, folder, cache.createId);
  });
}
