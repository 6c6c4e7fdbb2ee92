import type { HistoryJudgement } from './judge-history.ts';

/** What a file is to a registry. */
export type FilePart = 'history' | 'kept' | 'metadata' | 'version-file' | 'gate' | 'log';

/** How the two sides of a file stand to each other; files that are the same on both sides are never spoken of. */
export type FileState =
  | 'only-in-bucket'
  | 'only-here'
  /** Its copy was changed by hand. */
  | 'changed-here'
  /** A link or a file stands here in the place of its version's folder. */
  | 'covered-here'
  /** The bucket has something else since the copy was made. */
  | 'changed-in-bucket'
  /** Different on both sides, and nothing tells which one changed. */
  | 'differs'
  /** It was in the bucket and is gone; the copy is here. */
  | 'gone-from-bucket'
  /** The bytes in the bucket are not what their name says. */
  | 'damaged-in-bucket';

/** A file that is not the same on both sides. */
export type SideFile = {
  /** Inside the registry; fit for a path, not made safe to show. */
  readonly name: string;
  readonly part: FilePart;
  /** Of kept evidence and logs undefined. */
  readonly model: string | undefined;
  readonly version: string | undefined;
  /** Of an entry of the history; else undefined. */
  readonly generation: number | undefined;
  /** In the bucket, or here where the bucket has none. */
  readonly sizeBytes: number;
  readonly state: FileState;
};

/** A pointer in the bucket against the history. Texts are names of version folders; null: no pointer, or one that names nothing. */
export type SidePointer = {
  readonly name: string;
  /** undefined for the pointer all models share. */
  readonly model: string | undefined;
  readonly said: string | null;
  /** undefined where there is no history to say it. */
  readonly wanted: string | null | undefined;
  /** What the copy says instead, when it was changed here by hand. */
  readonly changedTo: string | undefined;
  /** What it says here, where the bucket never had it and no history has a say. */
  readonly onlyHere?: string | undefined;
  /** What it said in the bucket, where it was deleted and no history has a say. */
  readonly saidBefore?: string | undefined;
  /** What it would say by the history, where it is not there and the files under its name keep it from being written. */
  readonly withheld?: string | null | undefined;
  /** Files that lie under its name, as a copying tool left them. */
  readonly copiedFiles: number;
};

/** How a version that is live stands on both sides. */
export type LiveFiles = {
  /** A link or a file stands here in the place of its folder: nothing more is known of it. */
  readonly isCovered: boolean;
  /** Files it needs and the bucket has not, inside the registry; `isHere`: this machine has one. */
  readonly lacking: readonly { readonly name: string; readonly isHere: boolean }[];
  /**
   * Its metadata.json here against the digest that the history has of it. `altered`: another one, and the bucket has the same; `altered-here`:
   * another one, and the bucket has not the same. `unproven`: there is no digest, or nothing to hold against it.
   */
  readonly record: 'as-registered' | 'altered' | 'altered-here' | 'unproven';
};

/** A version by the folder it has on each side. */
export type SideVersion = {
  readonly model: string;
  readonly version: string;
  /** `whole`: with metadata.json. `begun`: claimed, or with files and without it. */
  readonly inBucket: 'whole' | 'begun' | 'absent';
  readonly here: 'whole' | 'begun' | 'absent';
  /** By its history it was archived or cleaned up. */
  readonly isRetired: boolean;
  /** Aliases under which its history says that it is live. */
  readonly liveUnder: readonly string[];
  /** By its history it was registered, so it was whole once. */
  readonly isRegistered: boolean;
  /** Of one that is live and was seen in the bucket. */
  readonly live?: LiveFiles | undefined;
};

/** Everything in which two sides of a registry are not the same. */
export type Sides = {
  /** Of the models that have one, on either side. */
  readonly histories: readonly HistoryJudgement[];
  /** In order of their names; of the entries of histories as files, which say nothing of what they hold. */
  readonly files: readonly SideFile[];
  /** By folder. */
  readonly versions: ReadonlyMap<string, SideVersion>;
  readonly pointers: readonly SidePointer[];
  /** Names in the bucket that are no part of a registry, and why; not made safe to show. */
  readonly strangers: readonly { readonly name: string; readonly why: string }[];
  /** How many there are in all: the list of them is bounded. */
  readonly strangerCount: number;
};

/** What a file is carried and spoken of with: its version's folder, or the folder of ours it is in. Pure. */
export function nameWhole(name: string): string {
  const parts = name.split('/');
  return parts.slice(0, parts[0] === '.lastgood' ? -1 : 1).join('/');
}
