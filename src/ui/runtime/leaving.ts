import type { Activity } from './activity.ts';
import type { AppState, Reduced } from './app-state.ts';
import { runningWrites } from './app-state.ts';

/** What the process exits with after ctrl-c. */
export const interruptedExitCode = 130;

/** Ends the console, after running writes where there are any. */
export function quitWhenIdle(state: AppState, exitCode: number): Reduced {
  if (state.leaving.at === 'stopping') return [state, [{ do: 'quit', exitCode: state.leaving.exitCode }]];
  const running = runningWrites(state);
  if (running.length === 0) return [state, [{ do: 'quit', exitCode }]];
  const text = `Leaving once ${nameWrites(running)} ended; ctrl-c stops after the step it is in.`;
  const leaving = { at: 'finishing', exitCode, writes: writesToTell(state) } as const;
  return [{ ...state, leaving, notice: { tone: 'warning', text } }, []];
}

/**
 * Ends the console soon: running writes stop after the step they are in. Asked a second time it ends at once;
 * the journal of a write tells the next start how far it came.
 */
export function stopSoon(state: AppState, exitCode: number): Reduced {
  const running = runningWrites(state);
  if (running.length === 0 || state.leaving.at === 'stopping') return [state, [{ do: 'quit', exitCode }]];
  const text = `Stopping ${countWrites(running.length)} after the step it is in; once more leaves at once.`;
  const leaving = { at: 'stopping', exitCode, writes: writesToTell(state) } as const;
  return [
    { ...state, leaving, notice: { tone: 'warning', text } },
    [{ do: 'stopWrites', screenId: undefined }],
  ];
}

/** Ends a console that waited for its writes, once the last one has ended. */
export function leaveIfDone(state: AppState): Reduced {
  if (state.leaving.at === 'staying' || runningWrites(state).length > 0) return [state, []];
  return [state, [{ do: 'quit', exitCode: state.leaving.exitCode }]];
}

/** What became of the writes that ran when the console was asked to end, a line each: nobody sees the screen any more. Pure. */
export function describeLeft({ leaving, activity }: AppState): readonly string[] {
  if (leaving.at === 'staying') return [];
  return activity.filter(({ id }) => leaving.writes.includes(id)).map(describeEnd);
}

function describeEnd({ title, goesOn, progress }: Activity): string {
  switch (progress.at) {
    case 'running':
      return goesOn === undefined
        ? `${title}: left before it ended. lastgood says how far it came when it is opened again.`
        : `${title}: left before it ended. To go on: ${goesOn}`;
    case 'done':
      return progress.words?.text ?? `${title}: done.`;
    case 'failed':
      return `${title}: ${progress.error.message} ${progress.error.hint}`;
    default:
      return progress satisfies never;
  }
}

function writesToTell(state: AppState): readonly number[] {
  const before = state.leaving.at === 'staying' ? [] : state.leaving.writes;
  return [...new Set([...before, ...runningWrites(state).map(({ id }) => id)])];
}

function nameWrites(running: readonly Activity[]): string {
  const [only, ...others] = running;
  return only === undefined || others.length > 0
    ? `${running.length} running operations have`
    : `“${only.title}” has`;
}

function countWrites(count: number): string {
  return count === 1 ? 'the running operation' : `${count} running operations`;
}
