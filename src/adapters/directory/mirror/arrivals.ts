import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import type { Arriving } from '../../../core/registry/version.ts';
import type { RawPointer } from '../read-pointer.ts';

/** A version whose record is on its way. */
export type ArrivingVersion = {
  readonly model: string;
  readonly version: string;
  readonly arriving: Arriving;
};

/** What is on its way at one moment. */
export type Coming = {
  find(model: string, version: string): Arriving | undefined;
  list(): readonly ArrivingVersion[];
  /** What the pointers say; undefined before all was listed. */
  readonly said: ReadonlyMap<string, RawPointer> | undefined;
};

/** Of which version a file is. */
type Owner = Pick<ArrivingVersion, 'model' | 'version'>;

/**
 * What a read of the bucket has listed and not brought into the copy yet, so that who watches sees it at once. It is forgotten with the
 * process and decides nothing: a version is in the registry of this machine when its record is.
 */
export type Arrivals = {
  /** Another read of the bucket begins. What the one before did not bring stays until this one has listed all. */
  begin(): void;
  /** A file was listed of a version whose record is not here. */
  noteFile(owner: Owner, facts: ObjectFacts): void;
  /** Its record will be brought: it is on its way from now on. */
  noteRecord(owner: Owner, facts: ObjectFacts): void;
  /** Its record is here, or is gone from the bucket. */
  settle(owner: Owner): void;
  /** All of the bucket was listed, and this is what its pointers say where no history has a say. */
  noteListed(said: ReadonlyMap<string, RawPointer>): void;
  /** The bucket was read to its end: nothing is on its way any more. */
  end(): void;
  /** As it is now. Who reads the copy takes it first: what comes meanwhile is then seen in both, and never in neither. */
  take(): Coming;
  /** Tells whoever watches that there is something new to see. */
  announce(): void;
  /** Calls back on that, until the returned function is called. */
  watch(onChange: () => void): () => void;
  /** Whether somebody watches: who reads once reads what is here. */
  readonly isWatched: boolean;
};

type ListedVersion = Owner & {
  readonly fileCount: number;
  readonly sizeBytes: number;
  /** Undefined until its metadata.json was listed. */
  readonly writtenAt: string | undefined;
  /** The read that has listed it. */
  readonly read: number;
};

/** Nothing on its way, and nobody who watches. */
export function createArrivals(): Arrivals {
  const coming = new Map<string, ListedVersion>();
  const watchers = new Set<() => void>();
  let read = 0;
  let said: Coming['said'];
  const note = ({ model, version }: Owner, { sizeBytes }: ObjectFacts, writtenAt?: string): void => {
    const key = keyOf(model, version);
    const known = coming.get(key);
    const before = known?.read === read ? known : undefined;
    coming.set(key, {
      ...{ model, version, read },
      fileCount: (before?.fileCount ?? 0) + 1,
      sizeBytes: (before?.sizeBytes ?? 0) + sizeBytes,
      writtenAt: writtenAt ?? before?.writtenAt ?? known?.writtenAt,
    });
  };
  return {
    begin: () => {
      read += 1;
    },
    noteFile: (owner, facts) => note(owner, facts),
    noteRecord: (owner, facts) => note(owner, facts, facts.updatedAt),
    settle: ({ model, version }) => void coming.delete(keyOf(model, version)),
    noteListed: pointers => {
      said = pointers;
      for (const [key, each] of coming) if (each.read !== read) coming.delete(key);
    },
    end: () => coming.clear(),
    take: () => takeComing(new Map(coming), said),
    announce: () => {
      for (const watcher of watchers) watcher();
    },
    watch: onChange => {
      watchers.add(onChange);
      return () => void watchers.delete(onChange);
    },
    get isWatched() {
      return watchers.size > 0;
    },
  };
}

function takeComing(listed: ReadonlyMap<string, ListedVersion>, said: Coming['said']): Coming {
  return {
    find: (model, version) => describe(listed.get(keyOf(model, version))),
    list: () =>
      [...listed.values()].flatMap(each => {
        const arriving = describe(each);
        return arriving === undefined ? [] : [{ model: each.model, version: each.version, arriving }];
      }),
    said,
  };
}

function keyOf(model: string, version: string): string {
  return `${model}/${version}`;
}

function describe(coming: ListedVersion | undefined): Arriving | undefined {
  if (coming?.writtenAt === undefined) return undefined;
  const { fileCount, sizeBytes, writtenAt } = coming;
  return { fileCount, sizeBytes, writtenAt };
}
