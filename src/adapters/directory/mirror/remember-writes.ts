import type { ObjectFacts, ObjectStore, ObjectWrite } from '../../../core/ports/object-store.ts';
import type { DirectoryContext } from '../directory-options.ts';
import { isCopied, parseObjectName } from './classify-object.ts';
import { findCopy } from './install-object.ts';
import { judgeCopy } from './judge-copy.ts';
import { noteListed } from './note-listed.ts';
import { unpackBody } from './packed-body.ts';
import { placeObject } from './place-object.ts';
import { type SeenObjects, toSeenFacts } from './seen-objects.ts';
import { describeShown } from './shown-generation.ts';

/** A bucket of which is remembered what was written there. */
export type WriteMemory = {
  readonly store: ObjectStore;
  /**
   * Once the copy has followed: remembers durably what was written, and the copies that are the same. Without it, what another
   * program puts over our writes would look like a history that parted. Never rejects: what is not remembered is compared by the next read.
   */
  readonly settle: () => Promise<void>;
};

/** The same bucket; what it says of objects that were written or looked up goes into `seen` at once. */
export function rememberWrites(
  store: ObjectStore,
  cache: DirectoryContext,
  openSeen: () => Promise<SeenObjects>,
): WriteMemory {
  const written = new Set<string>();
  const note = async (facts: ObjectFacts, bytes: Uint8Array | undefined): Promise<void> => {
    noteObject(await openSeen(), facts, bytes);
    written.add(facts.name);
  };
  const settle = async (): Promise<void> => {
    if (written.size === 0) return;
    const names = [...written];
    written.clear();
    const seen = await openSeen();
    for (const name of names) await settleCopy({ cache, seen }, name);
    await seen.save();
  };
  return {
    settle: () => settle().catch(() => undefined),
    store: {
      address: store.address,
      listsWhole: store.listsWhole,
      list: (query, options) => store.list(query, options),
      find: async (name, options) => {
        const facts = await store.find(name, options);
        if (facts !== undefined) await note(facts, unpackBody(facts));
        return facts;
      },
      read: (name, limitBytes, options) => store.read(name, limitBytes, options),
      download: (name, path, options) => store.download(name, path, options),
      write: async (write, options) => {
        const outcome = await store.write(write, options);
        if (outcome.outcome === 'written') await note(outcome.facts, getBytes(write));
        return outcome;
      },
      remove: (name, generation, options) => store.remove(name, generation, options),
      close: () => store.close(),
    },
  };
}

function getBytes({ body }: ObjectWrite): Uint8Array | undefined {
  return body.from === 'bytes' ? body.bytes : undefined;
}

function noteObject(seen: SeenObjects, listed: ObjectFacts, bytes: Uint8Array | undefined): void {
  const { is } = parseObjectName(listed.name);
  if (is !== 'pointer' && is !== 'registry-file') {
    noteListed(seen, listed);
    return;
  }
  const before = seen.find(listed.name);
  const isOlder = before !== undefined && BigInt(listed.generation) < BigInt(before.facts.generation);
  if (bytes === undefined || (isOlder && !before.isGone)) return;
  const text = new TextDecoder().decode(bytes);
  seen.note({ facts: toSeenFacts(listed), copy: undefined, text, ...describeShown(listed, text) });
}

/** A copy that holds the same bytes is noted as such. */
async function settleCopy(
  context: { readonly cache: DirectoryContext; readonly seen: SeenObjects },
  name: string,
): Promise<void> {
  const object = context.seen.find(name);
  const isSettled = object?.copy !== undefined && object.replacedBy === undefined;
  if (object === undefined || isSettled || !isCopied(parseObjectName(name))) return;
  const place = placeObject(context.cache.places.root, name);
  const copy = place && (await findCopy(context.cache.fileSystem, place.path));
  if (copy !== undefined) await judgeCopy(context, object, copy);
}
