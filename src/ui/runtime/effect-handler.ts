import type { Notice, Operations } from './effect.ts';

/** What a handler is given besides its input. */
export type HandlerTools<Progress> = {
  /** For a read: stop, nobody waits any more. For a write: stop after the step you are in. */
  readonly signal: AbortSignal;
  /** Sends `<run>/progress` to the screen that asked. */
  readonly report: (progress: Progress) => void;
};

/** Carries out a read. Aborted when its screen closes. */
type ReadHandler<Input, Value, Progress> = {
  readonly kind: 'read';
  readonly run: (input: Input, tools: HandlerTools<Progress>) => Promise<Value>;
};

/** Carries out a write. Goes on when its screen closes, and shows under activity. */
type WriteHandler<Input, Value, Progress> = {
  readonly kind: 'write';
  readonly run: (input: Input, tools: HandlerTools<Progress>) => Promise<Value>;
  /** How activity names it, the command line that does the same, and the one that carries it on where it is cut off. Pure. */
  readonly describe: (input: Input) => {
    readonly title: string;
    readonly command: string;
    readonly goesOn?: string | undefined;
  };
  /** How it ended, for who looks elsewhere or has left the console. Pure. */
  readonly describeEnd?: (value: Value) => Notice;
  /** Progress as activity shows it: `3 of 5 files`. Pure. */
  readonly describeProgress?: (progress: Progress) => string;
};

/** The operations of an application by name: the only place where the console touches the world. */
export type EffectHandlers<All extends Operations> = {
  readonly [Name in keyof All & string]:
    | ReadHandler<All[Name]['input'], All[Name]['value'], All[Name]['progress']>
    | WriteHandler<All[Name]['input'], All[Name]['value'], All[Name]['progress']>;
};

/** A handler whose own types are forgotten; its input comes from the effect of the same name. */
export type AnyHandler = ReadHandler<unknown, unknown, unknown> | WriteHandler<unknown, unknown, unknown>;

/** Checks the types of a table of handlers and forgets them. */
export function defineHandlers<All extends Operations>(
  handlers: EffectHandlers<All>,
): ReadonlyMap<string, AnyHandler> {
  return new Map(Object.entries(handlers) as unknown as [string, AnyHandler][]);
}
