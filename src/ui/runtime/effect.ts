import type { AppError } from '../../core/errors/app-error.ts';
import type { Surroundings } from './surroundings.ts';

/** Where a screen is opened: the screen's name and what it needs to know, as data. */
export type Route = { readonly screen: string; readonly [field: string]: unknown };

/** The shape every message has. Names are past tense: `row-opened`, `loadModels/done`. */
export type Tagged = { readonly type: string; readonly [field: string]: unknown };

/** One line for the user, shown above the keys until the next key. */
export type Notice = {
  readonly tone: 'good' | 'bad' | 'warning' | 'muted';
  readonly text: string;
  /** The key that did nothing for the reason in the text: with the reason the notice is gone. */
  readonly refusedKey?: string | undefined;
};

/** The types of one operation: what it takes, what it answers, what it reports on the way. */
export type Operation<Input, Value, Progress = never> = {
  readonly input: Input;
  readonly value: Value;
  readonly progress: Progress;
};

/** The operations of an application by name, as types. */
export type Operations = Readonly<Record<string, Operation<unknown, unknown, unknown>>>;

/** Asks for one of the operations. */
type RunEffect<All extends Operations> = {
  [Name in keyof All & string]: { readonly run: Name; readonly input: All[Name]['input'] };
}[keyof All & string];

/** What a screen may ask of the runtime itself. Navigation asked by a screen that is not on top is ignored. */
export type RuntimeEffect<Routes extends Route = Route> =
  | { readonly do: 'openRoute'; readonly route: Routes }
  | { readonly do: 'replaceRoute'; readonly route: Routes }
  /** Closes every screen and starts again at the route: another registry was chosen. */
  | { readonly do: 'startOver'; readonly route: Routes }
  | { readonly do: 'goBack' }
  | { readonly do: 'quit' }
  | { readonly do: 'suspend' }
  | { readonly do: 'copy'; readonly text: string }
  /** Asks the terminal where its cursor is; the screen gets `cursor-reported` when all drawn before has been shown. */
  | { readonly do: 'queryCursor' }
  /** Aborts the screen's running reads, or those of one operation. Their answers do not arrive. */
  | { readonly do: 'cancelReads'; readonly run?: string }
  /** Asks the screen's running writes to stop after the step they are in. Their answers arrive. */
  | { readonly do: 'stopWrites' }
  /** Sends the message to the screen after the delay, if it is still open. */
  | { readonly do: 'after'; readonly delayMs: number; readonly message: Tagged }
  | { readonly do: 'notice'; readonly notice: Notice }
  | { readonly do: 'changeSurroundings'; readonly changes: Partial<Surroundings> };

/** What an update may ask for: plain data, compared with `toEqual` in tests. */
export type Effect<All extends Operations = Operations, Routes extends Route = Route> =
  | RunEffect<All>
  | RuntimeEffect<Routes>;

/**
 * The next state and what to ask for. An application names its operations and routes once
 * (`type ConsoleNext<State> = Next<State, ConsoleOperations, ConsoleRoute>`), and its screens are checked against them.
 */
export type Next<State, All extends Operations = Operations, Routes extends Route = Route> = readonly [
  State,
  readonly Effect<All, Routes>[],
];

/** The messages an operation answers with. Each carries its input back, so an answer to an old question can be dropped. */
export type Answers<All extends Operations, Name extends keyof All & string> = {
  [Each in Name]:
    | {
        readonly type: `${Each}/done`;
        readonly input: All[Each]['input'];
        readonly value: All[Each]['value'];
      }
    | { readonly type: `${Each}/failed`; readonly input: All[Each]['input']; readonly error: AppError }
    | {
        readonly type: `${Each}/progress`;
        readonly input: All[Each]['input'];
        readonly progress: All[Each]['progress'];
      };
}[Name];
