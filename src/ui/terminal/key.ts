/**
 * One key press, split out of whatever chunk the terminal delivered it in.
 * `name` is what bindings are written with: a printable grapheme stands for itself (`j`, `G`, `/`, `ä`), others have a word
 * (`enter escape up down left right home end page-up page-down tab shift-tab backspace delete space f1`), control keys are
 * `ctrl-` and a letter (`ctrl-c`), meta keys `alt-` and a name.
 */
export type Key = {
  readonly name: string;
  /** What a text field inserts for this key; undefined for keys that insert nothing. */
  readonly text: string | undefined;
  /** True when the chunk held more than this key: such a key never confirms anything. */
  readonly coalesced: boolean;
  /** True for every key of a chunk but its first: what that one made the screen say has not been seen yet. */
  readonly follows?: true;
};

/** What the terminal sent, in order. */
export type TerminalInput =
  | { readonly type: 'key'; readonly key: Key }
  /** A bracketed paste, whole, with controls made visible; it never reaches key bindings. */
  | { readonly type: 'paste'; readonly text: string }
  /** The answer to a cursor-position query: everything written before the query has been shown. */
  | { readonly type: 'cursor-reported' };
