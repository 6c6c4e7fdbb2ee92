import type { ReactElement } from 'react';
import { reasonSourceRefuses, reasonWritesAreRefused } from '../../core/mirror/describe-condition.ts';
import type { TextField } from '../components/text-field.ts';
import type { ListMove } from '../components/windowed-list.ts';
import type { Theme } from '../terminal/theme.ts';
import type { Activity } from './activity.ts';
import type { Next, Route, Tagged } from './effect.ts';
import type { Surroundings } from './surroundings.ts';

/** Terminal cells. */
export type Size = { readonly columns: number; readonly rows: number };

/** What a screen may know beyond its own state. Read-only data. */
export type Context = Surroundings & {
  /** The room a view has: the terminal without header, breadcrumb, notice and keys. */
  readonly size: Size;
  /** ISO 8601 UTC. Moves with every message; use it for ages, never for decisions that a plan records. */
  readonly now: string;
  readonly theme: Theme;
  /** Writes of this console, oldest first, at most 200. */
  readonly activity: readonly Activity[];
};

/** Who gets the keys. */
export type Focus<Message> =
  /** The bindings. */
  | { readonly on: 'keys' }
  /** A text field: what it does not understand (enter, escape, tab, arrows up and down) goes to the bindings. */
  | { readonly on: 'field'; readonly field: TextField; readonly edited: (field: TextField) => Message }
  /** A `Choice`: up, down, j, k and enter go to it, one per event; the rest to the bindings. */
  | { readonly on: 'select' }
  /** Nothing but escape: what is typed ahead of an answer was meant for something else than what the screen is at. */
  | { readonly on: 'waiting' };

/** One row of a screen's table of keys. Footer, help, palette and documents are made from it. */
export type Binding<State, Message> = {
  /** Names of `Key`; the first is the one shown. */
  readonly keys: readonly string[];
  /** What it does, as an imperative: `Roll back`. */
  readonly label: string;
  /** What the screen is sent; a function when it depends on the state. */
  readonly message: Message | ((state: State, context: Context) => Message);
  /** Why it cannot be done now, as a sentence; undefined when it can. */
  readonly disabled?: (state: State, context: Context) => string | undefined;
  /** True where the key has no meaning at all. */
  readonly hidden?: (state: State, context: Context) => boolean;
  /** Never fires from a key that came in one chunk with others, and is not offered in the palette. */
  readonly confirms?: true;
};

/** What a view is drawn from. */
export type ViewProps<State, Message> = {
  readonly state: State;
  readonly context: Context;
  /** For `Choice` only: everything else arrives through bindings. */
  readonly send: (message: Message) => void;
};

/** A screen: pure functions over its own state. @see defineScreen */
export type Screen<State, Message extends Tagged, OwnRoute extends Route> = {
  /** The name routes use. */
  readonly name: OwnRoute['screen'];
  /** Its part of the breadcrumb. */
  readonly title: (route: OwnRoute, state: State) => string;
  readonly open: (route: OwnRoute, context: Context) => Next<State>;
  /** Pure. Messages that make no sense in the state are ignored by returning it. */
  readonly update: (state: State, message: Message, context: Context) => Next<State>;
  readonly bindings: readonly Binding<State, Message>[];
  /** Pure drawing of at most `context.size.rows` lines. */
  readonly view: (props: ViewProps<State, Message>) => ReactElement;
  /** Who gets keys; the bindings when left out. */
  readonly focus?: (state: State, context: Context) => Focus<Message>;
  /** Makes `j k g G ctrl-d ctrl-u`, arrows and page keys send this. */
  readonly moved?: (move: ListMove) => Message;
  /** Makes `/` edit this text; `esc` clears it before it leaves. */
  readonly filter?: { readonly text: (state: State) => string; readonly changed: (text: string) => Message };
  /** Sent by `r`. */
  readonly refreshed?: Message;
  /** Sent when the screen above closed and this one is seen again. */
  readonly shownAgain?: Message;
  /** What `c` copies; undefined when there is nothing. */
  readonly copies?: (state: State, context: Context) => string | undefined;
  /**
   * Names that a word of a verb may stand for, best first: of `MODEL`, or of `VERSION` behind the words before it. The palette offers
   * those of every open screen.
   */
  readonly namesFor?: (state: State, word: string, before: readonly string[]) => readonly string[];
  /** ISO 8601 UTC: when what is shown was read. The header shows its age. */
  readonly readAt?: (state: State) => string | undefined;
};

/** A screen whose own types are forgotten: the runtime hands each screen only its own states and messages. */
export type AnyScreen = Screen<unknown, Tagged, Route>;

/** Checks a screen's types and forgets them, so that screens of different types stand in one table. */
export function defineScreen<State, Message extends Tagged, OwnRoute extends Route>(
  screen: Screen<State, Message, OwnRoute>,
): AnyScreen {
  return screen as unknown as AnyScreen;
}

/** Why writes are switched off here, for `disabled` of a binding that opens a write; undefined when they are on. */
export function reasonNotToWrite(context: Context): string | undefined {
  if (context.writes.at === 'refused') return context.writes.reason;
  if (context.unwritable !== undefined) return context.unwritable;
  const { source } = context;
  return (
    source && (reasonSourceRefuses(source.at, source.condition) ?? reasonWritesAreRefused(source.condition))
  );
}
