/** A file to publish. */
export type PublishedFile = {
  /** Path in the repository. */
  readonly path: string;
  readonly bytes: number;
  /** Hex sha256. */
  readonly sha256: string;
  /**
   * `model`: weights, tokenizer, adapter: what the version is, and what a tag is judged by. `record`: the card and what the registry says
   * of it, which may say more when the version is published again.
   */
  readonly part: 'model' | 'record';
  /** A text made here, such as the card; or an absolute path on this machine. */
  readonly content: { readonly text: string } | { readonly localPath: string };
};

/** A version as it is to stand on a hub: everything that is needed to do it, and to see whether it is done. */
export type Publication = {
  /** `ORG/NAME`. */
  readonly repository: string;
  readonly model: string;
  readonly version: string;
  /** For a repository that has to be made. */
  readonly visibility: Visibility;
  readonly branch: string;
  /** Tag of the commit: the version. One that exists is never moved. */
  readonly tag: string;
  /** By path, no path twice. */
  readonly files: readonly PublishedFile[];
  /** First line of the commit; the operation id stands in its body. */
  readonly title: string;
  readonly operationId: string;
};

/** Who may read a repository. */
export const visibilities = ['private', 'public'] as const;
export type Visibility = (typeof visibilities)[number];

/** How a version stands on the hub now. */
export type PublicationState =
  /**
   * The tag stands on a commit with exactly these files of the model. `differing`: paths of its record that say something else there
   * than they would now.
   */
  | {
      readonly at: 'published';
      readonly url: string;
      readonly commit: string;
      readonly visibility: Visibility;
      readonly differing: readonly string[];
    }
  | { readonly at: 'no-repository' }
  /** Committed, the tag is missing. */
  | { readonly at: 'untagged'; readonly commit: string; readonly visibility: Visibility }
  /** `head`: what the commit will be made on. */
  | {
      readonly at: 'repository';
      readonly head: string;
      readonly visibility: Visibility;
      /** What the commit will take the place of though lastgood did not publish it, by path; such as a card written by hand. */
      readonly replaces: readonly string[];
      /** What an earlier version published and this one has not: the commit leaves it out. */
      readonly drops: readonly string[];
    }
  /** The tag stands on other files. */
  | { readonly at: 'other-content'; readonly commit: string; readonly differing: readonly string[] }
  /** Another model is published there. */
  | { readonly at: 'other-model'; readonly model: string };

/** A version that was published and read back. */
export type PublicationReceipt = {
  readonly url: string;
  readonly commit: string;
  readonly tag: string;
  readonly visibility: Visibility;
  /** What this call made; all false where it was published already. */
  readonly made: { readonly repository: boolean; readonly commit: boolean; readonly tag: boolean };
};
