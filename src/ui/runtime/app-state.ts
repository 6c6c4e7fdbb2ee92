import type { AppError } from '../../core/errors/app-error.ts';
import type { TextField } from '../components/text-field.ts';
import type { Key, TerminalInput } from '../terminal/key.ts';
import type { Activity } from './activity.ts';
import type { Notice, Route, Tagged } from './effect.ts';
import type { AnyScreen, Context, Size } from './screen.ts';
import type { Surroundings } from './surroundings.ts';
import type { Verb } from './verb.ts';

/** What an application is made of, as data: the runtime knows no screen of its own. */
export type AppDefinition = {
  readonly name: string;
  readonly screens: readonly AnyScreen[];
  /** Whole commands the palette takes. */
  readonly verbs: readonly Verb[];
  readonly home: Route;
  /** What `r` asks for besides what the screen shows: what that is read from. No screen hears the answer. Undefined: nothing. */
  readonly refreshes?: (context: Context) => { readonly run: string; readonly input: unknown } | undefined;
};

/** Asks in the place of a screen where no screen is to be answered. */
export const noScreenId = 0;

/** A screen on the stack. `id` is never used twice. */
export type OpenScreen = { readonly id: number; readonly route: Route; readonly state: unknown };

/** What lies over the screen. */
export type Overlay =
  | { readonly at: 'none' }
  | { readonly at: 'help'; readonly offset: number }
  | { readonly at: 'filter'; readonly field: TextField }
  | { readonly at: 'palette'; readonly field: TextField; readonly selected: number };

/** Whether the console is on its way out, waiting for writes. `writes`: those that ran when it was asked to end, of which it tells in the end. */
type Leaving =
  | { readonly at: 'staying' }
  /** Waits for running writes to finish. */
  | { readonly at: 'finishing'; readonly exitCode: number; readonly writes: readonly number[] }
  /** Asked running writes to stop after the step they are in. Asked once more, it leaves at once. */
  | { readonly at: 'stopping'; readonly exitCode: number; readonly writes: readonly number[] };

/** The whole console as one value. */
export type AppState = {
  /** The last one is shown. Never empty once started. */
  readonly stack: readonly OpenScreen[];
  readonly nextId: number;
  readonly overlay: Overlay;
  readonly notice: Notice | undefined;
  /** The whole terminal. */
  readonly size: Size;
  /** ISO 8601 UTC, set by the store before each message. */
  readonly now: string;
  readonly surroundings: Surroundings;
  readonly activity: readonly Activity[];
  /** Screens that asked where the cursor is, oldest first; each answer of the terminal serves one. */
  readonly cursorQueries: readonly number[];
  readonly leaving: Leaving;
  /** ISO 8601 UTC: when the registry could not be read, the last time that happened. What was read later is news again. */
  readonly outOfReachAt: string | undefined;
};

/** Everything that can happen to the console. */
export type AppMessage =
  | TerminalInput
  | { readonly type: 'resized'; readonly size: Size }
  | { readonly type: 'clock-ticked' }
  /** The process was told to end (TERM, HUP). */
  | { readonly type: 'stop-requested'; readonly exitCode: number }
  /** From a view, a timer or an operation; dropped when the screen has closed. */
  | { readonly type: 'screen-addressed'; readonly screenId: number; readonly message: Tagged }
  | { readonly type: 'surroundings-changed'; readonly changes: Partial<Surroundings> }
  | { readonly type: 'notice-arrived'; readonly notice: Notice }
  | { readonly type: 'read-failed'; readonly error: AppError }
  | { readonly type: 'write-started'; readonly activity: Activity }
  | { readonly type: 'write-progressed'; readonly id: number; readonly detail: string }
  | {
      readonly type: 'write-ended';
      readonly id: number;
      readonly screenId: number;
      readonly error: AppError | undefined;
      readonly words?: Notice | undefined;
    };

/** What the reducer asks of the store. */
export type AppEffect =
  | { readonly do: 'run'; readonly screenId: number; readonly run: string; readonly input: unknown }
  | {
      readonly do: 'after';
      readonly screenId: number;
      readonly delayMs: number;
      readonly message: Tagged;
    }
  /** Aborts reads of a screen; all of them when `run` is undefined. */
  | { readonly do: 'abortReads'; readonly screenId: number; readonly run: string | undefined }
  /** Stops writes of a screen after the step they are in; all of them when `screenId` is undefined. */
  | { readonly do: 'stopWrites'; readonly screenId: number | undefined }
  | { readonly do: 'copy'; readonly text: string }
  | { readonly do: 'queryCursor' }
  | { readonly do: 'pressKey'; readonly key: Key }
  | { readonly do: 'suspend' }
  | { readonly do: 'quit'; readonly exitCode: number };

/** A reducer's answer. */
export type Reduced = readonly [AppState, readonly AppEffect[]];

/** Lines that header, breadcrumb, notice and keys take. */
export const chromeRows = 4;

/** Below this the console shows what it needs instead of itself. */
export const smallestSize: Size = { columns: 60, rows: 15 };

/** True when the terminal is below {@link smallestSize}. */
export function isTooSmall(size: Size): boolean {
  return size.columns < smallestSize.columns || size.rows < smallestSize.rows;
}

/** What screens are told of the state. Pure. */
export function contextOf(state: AppState): Context {
  return {
    ...state.surroundings,
    size: { columns: state.size.columns, rows: Math.max(0, state.size.rows - chromeRows) },
    now: state.now,
    activity: state.activity,
  };
}

/** The screen that is shown, with its definition; undefined before the start. */
export function topScreen(
  app: AppDefinition,
  state: AppState,
): { readonly open: OpenScreen; readonly screen: AnyScreen } | undefined {
  const open = state.stack.at(-1);
  const screen = open && app.screens.find(each => each.name === open.route.screen);
  return open && screen ? { open, screen } : undefined;
}

/** Writes that have not ended. */
export function runningWrites(state: AppState): readonly Activity[] {
  return state.activity.filter(each => each.progress.at === 'running');
}
