import type { AppError } from '../../core/errors/app-error.ts';
import { BugError, toAppError } from '../../core/errors/app-error.ts';
import type { AppMessage } from './app-state.ts';
import type { Notice, Tagged } from './effect.ts';
import type { AnyHandler, HandlerTools } from './effect-handler.ts';

/** Where answers go and what time it is. */
export type RunnerOptions = {
  readonly handlers: ReadonlyMap<string, AnyHandler>;
  readonly dispatch: (message: AppMessage) => void;
  /** ISO 8601 UTC. */
  readonly clock: () => string;
};

/** One request of a screen. */
type RunRequest = { readonly screenId: number; readonly run: string; readonly input: unknown };

/** Carries out operations and turns their outcomes into messages. The one place of the console that catches. */
export type EffectRunner = {
  readonly run: (request: RunRequest) => void;
  /** Aborts reads of a screen; all of them when `run` is undefined. Their answers do not arrive. */
  readonly abortReads: (screenId: number, run: string | undefined) => void;
  /** Aborts the reads of every screen: nobody waits any more. */
  readonly abortAllReads: () => void;
  /** Asks running writes of a screen, all of them when it is undefined, to stop after the step they are in. */
  readonly stopWrites: (screenId: number | undefined) => void;
};

type Running = {
  readonly kind: 'read' | 'write';
  readonly request: RunRequest;
  readonly controller: AbortController;
};

/** Makes a runner. Nothing runs until asked. */
export function createEffectRunner({ handlers, dispatch, clock }: RunnerOptions): EffectRunner {
  const running = new Set<Running>();
  let lastWriteId = 0;

  async function read(handler: AnyHandler, request: RunRequest): Promise<void> {
    const { entry, tools } = begin('read', request);
    try {
      const value = await handler.run(request.input, tools);
      if (!entry.controller.signal.aborted) answerDone(request, value);
    } catch (thrown) {
      if (entry.controller.signal.aborted) return;
      const error = toAppError(thrown);
      answerFailed(request, error);
      dispatch({ type: 'read-failed', error });
    } finally {
      running.delete(entry);
    }
  }

  async function write(handler: Extract<AnyHandler, { kind: 'write' }>, request: RunRequest): Promise<void> {
    lastWriteId += 1;
    const id = lastWriteId;
    const progress = { at: 'running', detail: undefined } as const;
    const described = handler.describe(request.input);
    dispatch({ type: 'write-started', activity: { id, startedAt: clock(), progress, ...described } });
    const { entry, tools } = begin('write', request, reported => {
      if (handler.describeProgress)
        dispatch({ type: 'write-progressed', id, detail: handler.describeProgress(reported) });
    });
    const { screenId } = request;
    const ended = (error: AppError | undefined, words?: Notice) =>
      dispatch({ type: 'write-ended', id, screenId, error, words });
    try {
      const value = await handler.run(request.input, tools);
      answerDone(request, value);
      ended(undefined, handler.describeEnd?.(value));
    } catch (thrown) {
      const error = toAppError(thrown);
      answerFailed(request, error);
      ended(error);
    } finally {
      running.delete(entry);
    }
  }

  function begin(kind: Running['kind'], request: RunRequest, alsoTell?: (progress: unknown) => void) {
    const entry: Running = { kind, request, controller: new AbortController() };
    running.add(entry);
    const tools: HandlerTools<unknown> = {
      signal: entry.controller.signal,
      report: progress => {
        if (kind === 'read' && entry.controller.signal.aborted) return;
        answer(request, { type: `${request.run}/progress`, input: request.input, progress });
        alsoTell?.(progress);
      },
    };
    return { entry, tools };
  }

  function answerDone({ screenId, run, input }: RunRequest, value: unknown): void {
    answer({ screenId, run, input }, { type: `${run}/done`, input, value });
  }

  function answerFailed({ screenId, run, input }: RunRequest, error: AppError): void {
    answer({ screenId, run, input }, { type: `${run}/failed`, input, error });
  }

  function answer(request: RunRequest, message: Tagged): void {
    dispatch({ type: 'screen-addressed', screenId: request.screenId, message });
  }

  return {
    run: request => {
      const handler = handlers.get(request.run);
      if (!handler)
        answerFailed(request, new BugError('internal-bug', `No handler for the operation ${request.run}.`));
      else if (handler.kind === 'read') void read(handler, request);
      else void write(handler, request);
    },
    abortReads: (screenId, run) => {
      for (const { kind, request, controller } of running) {
        const asked =
          kind === 'read' && request.screenId === screenId && (run === undefined || request.run === run);
        if (asked) controller.abort();
      }
    },
    abortAllReads: () => {
      for (const { kind, controller } of running) if (kind === 'read') controller.abort();
    },
    stopWrites: screenId => {
      for (const { kind, request, controller } of running) {
        const asked = kind === 'write' && (screenId === undefined || request.screenId === screenId);
        if (asked) controller.abort();
      }
    },
  };
}
