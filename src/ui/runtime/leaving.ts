import type { AppState, Reduced } from './app-state.ts';
import { runningWrites } from './app-state.ts';

/** What the process exits with after ctrl-c. */
export const interruptedExitCode = 130;

/** Ends the console, after running writes where there are any. */
export function quitWhenIdle(state: AppState, exitCode: number): Reduced {
  if (state.leaving.at === 'stopping') return [state, [{ do: 'quit', exitCode: state.leaving.exitCode }]];
  const running = runningWrites(state).length;
  if (running === 0) return [state, [{ do: 'quit', exitCode }]];
  const text = `Leaving after ${countWrites(running)}; ctrl-c stops after the step it is in.`;
  return [{ ...state, leaving: { at: 'finishing', exitCode }, notice: { tone: 'warning', text } }, []];
}

/**
 * Ends the console soon: running writes stop after the step they are in. Asked a second time it ends at once;
 * the journal of a write tells the next start how far it came.
 */
export function stopSoon(state: AppState, exitCode: number): Reduced {
  const running = runningWrites(state).length;
  if (running === 0 || state.leaving.at === 'stopping') return [state, [{ do: 'quit', exitCode }]];
  const text = `Stopping ${countWrites(running)} after the step it is in; once more leaves at once.`;
  return [
    { ...state, leaving: { at: 'stopping', exitCode }, notice: { tone: 'warning', text } },
    [{ do: 'stopWrites', screenId: undefined }],
  ];
}

/** Ends a console that waited for its writes, once the last one has ended. */
export function leaveIfDone(state: AppState): Reduced {
  if (state.leaving.at === 'staying' || runningWrites(state).length > 0) return [state, []];
  return [state, [{ do: 'quit', exitCode: state.leaving.exitCode }]];
}

function countWrites(count: number): string {
  return count === 1 ? 'the running operation' : `${count} running operations`;
}
