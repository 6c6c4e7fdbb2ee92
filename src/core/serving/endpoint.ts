/** Something that answers with a model, as S4's file of endpoints names it. All texts are safe to show. */
export type Endpoint = {
  /** Its key in the file. */
  readonly id: string;
  readonly label: string | undefined;
  /** What the server calls the model. */
  readonly ollamaName: string | undefined;
  /** Where questions are sent, without a login. */
  readonly url: string | undefined;
  /** The family it serves; undefined where its names say none. */
  readonly model: string | undefined;
  /** The alias it serves; undefined where its names say none, or several. */
  readonly alias: string | undefined;
  /** The version it serves; undefined where its names say none. */
  readonly version: string | undefined;
};

/** An endpoint, and whether it answers. `lacks-model`: it does, and has no model of that name. */
export type EndpointAnswer = {
  readonly endpoint: Endpoint;
  readonly state: 'not-asked' | 'answers' | 'lacks-model' | 'silent';
  /** What it said, or why nothing: words that follow its name. Safe to show. */
  readonly words: string;
};

/** Endpoints as they are known, and why some are not. */
export type Endpoints = {
  readonly answers: readonly EndpointAnswer[];
  /** Of the file they stand in; undefined where it can be read, or there is none. Safe to show. */
  readonly problem: string | undefined;
};

/** What a server is to load of a version that is live under an alias. All texts are safe to show. */
export type ServingFacts = {
  /** Digest of DVC. */
  readonly md5: string;
  /** The file that names it, and where the model itself is once it is pulled: both from the top of the working tree on. */
  readonly pointer: string;
  readonly path: string;
  /** Tag of the image that serves it. */
  readonly image: string | undefined;
  readonly endpoint: Endpoint | undefined;
  /** Why no endpoint is known though a file of them is there. */
  readonly problem: string | undefined;
};
