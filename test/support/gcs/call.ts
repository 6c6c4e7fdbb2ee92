import type { Answer } from './answer.ts';

/** What a request does, in the words of the store that sent it. `other`: buckets, and giving up an upload. */
export type CallKind = 'list' | 'find' | 'read' | 'write' | 'remove' | 'other';

/** A request that was read and not yet carried out. */
export type Call = {
  readonly kind: CallKind;
  /** Name of the object, prefix of a list; undefined for buckets. */
  readonly name: string | undefined;
  /** `ifGenerationMatch`, as it was sent. */
  readonly expectGeneration: string | undefined;
  /** Checks and commits in one synchronous step. @throws Refusal */
  readonly run: () => Answer;
  /** For a request whose body broke off: keeps what arrived. Without it nothing is kept. */
  readonly runPartly?: (() => Answer) | undefined;
};
