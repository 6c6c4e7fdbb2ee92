import { hash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { CallOptions, ObjectFacts } from '../../../core/ports/object-store.ts';
import { childPath } from '../../files/child-path.ts';
import { ensureFolder, removeIfThere } from '../../files/durable-write.ts';
import { findErrno, withFileErrors } from '../../files/file-errors.ts';
import { hashFile } from '../../files/hash-file.ts';
import { parseObjectName } from './classify-object.ts';
import { smallLimitBytes } from './fetch-bytes.ts';
import { ensureFolders, findCopy, type InstallOutcome, installObject } from './install-object.ts';
import { judgeCopy } from './judge-copy.ts';
import { makeCopyFolders } from './make-folders.ts';
import type { MirrorContext } from './mirror-context.ts';
import { placeObject } from './place-object.ts';
import { toSeenFacts } from './seen-objects.ts';

/**
 * How bringing a file ended. `gone`: the bucket does not have it any more; `moved`: it has another one than when it was judged; `damaged`: its
 * bytes are not what its name says.
 */
export type PullOutcome = InstallOutcome | 'gone' | 'moved' | 'damaged';

/** A folder of the copy for what one call puts beside; absolute, not made yet. */
export function makeAside({ places, now, createId }: MirrorContext['cache']): string {
  const stamp = new Date(now()).toISOString().replace(/[-:]|\.\d+/g, '');
  return join(places.own, 'set-aside', `${stamp}-${createId()}`);
}

/**
 * Brings a file of any size from the bucket, checked, unless another one stands here.
 * @throws UnavailableError; the signal's reason
 */
export async function addFile(
  context: MirrorContext,
  name: string,
  options: CallOptions,
): Promise<PullOutcome> {
  const known = context.seen.find(name);
  const target = placeObject(context.cache.places.root, name);
  if (known === undefined || target === undefined) return 'gone';
  const copy = await findCopy(context.cache.fileSystem, target.path);
  if (copy !== undefined && (await judgeCopy(context, known, copy)) === 'same') return 'already';
  const sizeBytes = (known.replacedBy ?? known.facts).sizeBytes;
  if (sizeBytes <= smallLimitBytes) return await addSmallFile(context, name, options);
  return await withDownload(context, name, options, async (temporary, path) => {
    if ((await context.cache.fileSystem.findFacts(path)) !== undefined) return 'changed-here';
    await context.cache.fileSystem.rename(temporary, path);
    return 'installed';
  });
}

/**
 * Puts what stands here into `aside`, a folder of its own, and the bucket's file in its place. There is no moment in which neither stands there.
 * @param aside absolute path
 * @throws UnavailableError; the signal's reason
 */
export async function replaceFile(
  context: MirrorContext,
  name: string,
  aside: string,
  options: CallOptions,
): Promise<PullOutcome> {
  return await withDownload(context, name, options, async (temporary, path) => {
    await setAside(context, path, join(aside, name));
    await context.cache.fileSystem.rename(temporary, path);
    return 'installed';
  });
}

/**
 * Puts an entry of a history that the bucket has not as it stands here into `aside`, and what the bucket has, if anything, in its place.
 * @param aside absolute path
 * @throws UnavailableError; the signal's reason
 */
export async function replaceEntry(
  context: MirrorContext,
  name: string,
  aside: string,
  options: CallOptions,
): Promise<PullOutcome> {
  const { cache, seen } = context;
  const known = seen.find(name);
  if (known !== undefined && !known.isGone) {
    const { generation } = known.replacedBy ?? known.facts;
    return await withDownload(context, name, options, async (temporary, path, facts) => {
      if (facts.generation !== generation) return 'moved';
      await setAside(context, path, join(aside, name));
      await cache.fileSystem.rename(temporary, path);
      return 'installed';
    });
  }
  const place = placeObject(cache.places.root, name);
  if (place === undefined) return 'damaged';
  return await withFileErrors('keep it beside', place.path, async (): Promise<PullOutcome> => {
    await setAside(context, place.path, join(aside, name));
    await removeIfThere(cache.fileSystem, place.path);
    await cache.fileSystem.syncFolder(dirname(place.path));
    seen.forget(name);
    return 'installed';
  });
}

/**
 * Puts what stands in the place of a version's folder, and is none, into `aside`.
 * @param aside absolute path
 * @throws UnavailableError
 */
export async function uncoverFolder(context: MirrorContext, folder: string, aside: string): Promise<void> {
  const { fileSystem, places } = context.cache;
  const path = childPath(places.root, folder);
  await withFileErrors('keep it beside', path, async () => {
    const facts = await fileSystem.findFacts(path);
    if (facts === undefined || facts.kind === 'folder') return;
    await setAside(context, path, join(aside, folder));
    await removeIfThere(fileSystem, path);
    await fileSystem.syncFolder(places.root);
  });
}

async function addSmallFile(
  context: MirrorContext,
  name: string,
  options: CallOptions,
): Promise<PullOutcome> {
  const found = await context.store.read(name, smallLimitBytes, options);
  if (found === undefined) return 'gone';
  const parsed = parseObjectName(name);
  if (parsed.is === 'kept' && hash('sha256', found.bytes) !== parsed.sha256) return 'damaged';
  return await installObject(context, found.facts, found.bytes);
}

/** Brings an object into a temporary file and lets `place` give it its name; notes it then. */
async function withDownload(
  context: MirrorContext,
  name: string,
  options: CallOptions,
  place: (temporary: string, path: string, facts: ObjectFacts) => Promise<PullOutcome>,
): Promise<PullOutcome> {
  const { cache, store } = context;
  const target = placeObject(cache.places.root, name);
  if (target === undefined) return 'damaged';
  return await withFileErrors('bring it from the bucket', target.path, async () => {
    await makeCopyFolders(cache.fileSystem, cache.places);
    await ensureFolders(cache, target.folders);
    const temporary = join(cache.places.temporary, `pull-${cache.createId()}`);
    try {
      const facts = await store.download(name, temporary, options);
      if (facts === undefined) return 'gone';
      const parsed = parseObjectName(name);
      if (parsed.is === 'kept' && (await hashFile(temporary)).sha256 !== parsed.sha256) return 'damaged';
      const outcome = await place(temporary, target.path, facts);
      if (outcome === 'installed') await note(context, facts, target.path);
      return outcome;
    } finally {
      // After a rename it is not there; what cannot be removed is found by doctor.
      await removeIfThere(cache.fileSystem, temporary).catch(() => false);
    }
  });
}

async function note({ cache, seen }: MirrorContext, facts: ObjectFacts, path: string): Promise<void> {
  await cache.fileSystem.syncFolder(dirname(path));
  seen.note({ facts: toSeenFacts(facts), copy: await findCopy(cache.fileSystem, path) });
}

/** Keeps what stands at a path under another: a file by a second name for it, anything else by moving it. */
async function setAside({ cache }: MirrorContext, path: string, aside: string): Promise<void> {
  const { fileSystem, places } = cache;
  const facts = await fileSystem.findFacts(path);
  if (facts === undefined) return;
  let folder = places.own;
  for (const part of dirname(aside)
    .slice(places.own.length + 1)
    .split('/')) {
    folder = join(folder, part);
    await ensureFolder(fileSystem, folder);
  }
  if (facts.kind === 'file') {
    await fileSystem.link(path, aside).catch(async (thrown: unknown) => {
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(findErrno(thrown) ?? ''))
        throw thrown;
      await fileSystem.copyFile(path, aside);
    });
  } else await fileSystem.rename(path, aside);
  await fileSystem.syncFolder(folder);
}
