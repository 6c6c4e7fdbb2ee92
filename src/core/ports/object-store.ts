/** Where objects are: a bucket, and a prefix that ends in `/` or is empty. */
export type BucketAddress = { readonly bucket: string; readonly prefix: string };

/** What a bucket knows of an object without its bytes. */
export type ObjectFacts = {
  /** Inside the prefix: `frontshift-rag_v2/metadata.json`. As it came from the bucket: not yet fit for a path. */
  readonly name: string;
  /** Decimal, changes with every write of the object. */
  readonly generation: string;
  readonly sizeBytes: number;
  /** Hex; undefined for composed objects, which have none. */
  readonly md5: string | undefined;
  /** Base64 of the big-endian crc32c. */
  readonly crc32c: string | undefined;
  /** ISO 8601, by the clock of the bucket. */
  readonly updatedAt: string;
  /** Custom metadata. */
  readonly metadata: Readonly<Record<string, string>>;
};

/** Which objects are listed. Names are inside the prefix. */
export type ObjectQuery = {
  /** Names that start with this. */
  readonly prefix?: string;
  /** Names from this one on, in order of their UTF-8 bytes. */
  readonly startAt?: string;
  /** From the answer before. */
  readonly pageToken?: string;
  /**
   * Whether custom metadata comes with the objects. `left-out` allows it to be missing, which makes a page of small objects a tenth as
   * large; a store that cannot do without gives it all the same.
   */
  readonly metadata?: 'included' | 'left-out';
};

/** Up to a thousand objects, in order of their UTF-8 names. */
export type ObjectPage = {
  readonly objects: readonly ObjectFacts[];
  /** undefined on the last page. */
  readonly nextPageToken: string | undefined;
};

/** Something to write. `expectGeneration` is always given: nothing is ever written blindly. */
export type ObjectWrite = {
  readonly name: string;
  readonly body:
    | { readonly from: 'bytes'; readonly bytes: Uint8Array }
    | { readonly from: 'file'; readonly path: string };
  /** `'0'`: it must not exist; else the generation it must have. */
  readonly expectGeneration: string;
  readonly contentType: 'application/json' | 'text/plain' | 'application/octet-stream';
  /** ASCII keys and values, at most 8 KiB in all. */
  readonly metadata: Readonly<Record<string, string>>;
  /** `no-store` for what is replaced. */
  readonly cacheControl?: 'no-store';
};

/** How a conditional write ended. `refused`: the object does not have the generation expected, which an answer that was lost may have caused. */
export type WriteOutcome =
  | { readonly outcome: 'written'; readonly facts: ObjectFacts }
  | { readonly outcome: 'refused' };

/** How a call is watched and given up. */
export type CallOptions = {
  /** Gives up what runs. */
  readonly signal?: AbortSignal | undefined;
  /** Lets what runs come to its end; once it is aborted no other attempt follows one that failed. */
  readonly stop?: AbortSignal | undefined;
  /** No other attempt begins later than this after the call, in milliseconds, where the store itself would go on for longer. */
  readonly budgetMs?: number | undefined;
  /** Bytes so far, and in all; only for bodies larger than a megabyte. */
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
};

/** How the bytes of an object are asked for. */
export type FetchOptions = CallOptions & {
  /**
   * What a list just said of the object: saves asking for it again. The bytes are then those of that generation, or the object counts as
   * missing.
   */
  readonly known?: ObjectFacts | undefined;
};

/**
 * The few calls a mirror is made of, as one client of a bucket. Every method rejects with UnavailableError (`network-failed`,
 * `login-required`, `access-denied`, `bucket-not-found`, `tool-missing`, `answer-damaged`), whose message and cause hold no token, or with the
 * signal's reason. A missing object is an answer, never an error.
 */
export interface ObjectStore {
  readonly address: BucketAddress;
  /** Whether any list, however little of it is wanted, takes as long as all of it; left out when a part costs its part. */
  readonly listsWhole?: boolean | undefined;
  list(query: ObjectQuery, options?: CallOptions): Promise<ObjectPage>;
  /** What is known of one object; undefined when it does not exist. */
  find(name: string, options?: CallOptions): Promise<ObjectFacts | undefined>;
  /** Bytes of one object, checked against its md5 or crc32c; undefined when it does not exist. Rejects with `answer-damaged` above `limitBytes`. */
  read(
    name: string,
    limitBytes: number,
    options?: FetchOptions,
  ): Promise<{ readonly facts: ObjectFacts; readonly bytes: Uint8Array } | undefined>;
  /** Writes an object of any size into a file that must not exist yet, checked and synced; undefined when the object does not exist. */
  download(name: string, path: string, options?: FetchOptions): Promise<ObjectFacts | undefined>;
  write(write: ObjectWrite, options?: CallOptions): Promise<WriteOutcome>;
  /** Deletes one generation. Answers false when it is not there any more. */
  remove(name: string, generation: string, options?: CallOptions): Promise<boolean>;
  /** Gives back connections. The store can be used again afterwards. */
  close(): Promise<void>;
}
