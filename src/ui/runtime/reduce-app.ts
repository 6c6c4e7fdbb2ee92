import { type AppError, UnavailableError } from '../../core/errors/app-error.ts';
import type { Key } from '../terminal/key.ts';
import type { Activity } from './activity.ts';
import type { AppDefinition, AppEffect, AppMessage, AppState, Reduced } from './app-state.ts';
import type { Notice } from './effect.ts';
import { leaveIfDone, stopSoon } from './leaving.ts';
import { dropOldRefusal } from './perform.ts';
import { reduceKey, reducePaste } from './reduce-key.ts';
import type { Size } from './screen.ts';
import { openRoute, sendToScreen, still } from './screen-stack.ts';
import type { Surroundings } from './surroundings.ts';

/** Writes that are remembered, at most. */
const maxActivities = 200;

/** What the console starts from. */
export type AppStart = {
  readonly size: Size;
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly surroundings: Surroundings;
};

/** The console with its home screen open, and what that screen asks for. Pure. */
export function startApp(app: AppDefinition, start: AppStart): Reduced {
  const empty: AppState = {
    ...start,
    stack: [],
    nextId: 1,
    overlay: { at: 'none' },
    notice: undefined,
    activity: [],
    cursorQueries: [],
    leaving: { at: 'staying' },
    outOfReachAt: undefined,
  };
  return openRoute(app, empty, app.home);
}

/** The whole console as one pure step: the next state, and what to ask of the world. */
export function reduceApp(app: AppDefinition, state: AppState, message: AppMessage): Reduced {
  switch (message.type) {
    case 'key':
      return reduceKeys(app, state, splitAltKey(message.key));
    case 'paste':
      return reducePaste(app, state, message.text);
    case 'cursor-reported': {
      const [asker, ...cursorQueries] = state.cursorQueries;
      if (asker === undefined) return still(state);
      return sendToScreen(app, { ...state, cursorQueries }, asker, { type: 'cursor-reported' });
    }
    case 'resized':
      return still({ ...state, size: message.size });
    case 'clock-ticked':
      return still(state);
    case 'stop-requested':
      return stopSoon(state, message.exitCode);
    case 'screen-addressed': {
      const [next, effects] = sendToScreen(app, state, message.screenId, message.message);
      return [dropOldRefusal(app, next), effects];
    }
    case 'surroundings-changed':
      return still({ ...state, surroundings: { ...state.surroundings, ...message.changes } });
    case 'read-failed':
      return still(isOutOfReach(message.error) ? { ...state, outOfReachAt: state.now } : state);
    case 'notice-arrived':
      return still({ ...state, notice: message.notice });
    case 'write-started':
      return still({ ...state, activity: [...state.activity, message.activity].slice(-maxActivities) });
    case 'write-progressed':
      return still(changeActivity(state, message.id, { at: 'running', detail: message.detail }));
    case 'write-ended': {
      const endedAt = state.now;
      const progress: Activity['progress'] = message.error
        ? { at: 'failed', endedAt, error: message.error }
        : { at: 'done', endedAt, words: message.words };
      const ended = changeActivity(state, message.id, progress);
      const seen = state.stack.at(-1)?.id === message.screenId;
      return leaveIfDone(seen ? ended : { ...ended, notice: noticeOfEnd(ended, message.id) ?? ended.notice });
    }
  }
}

/**
 * No key of ours is an alt key, and a slow line delivers esc and the key after it in one piece, which looks like one: it is taken
 * for the two keys it was. Neither of them confirms anything.
 */
function splitAltKey(key: Key): readonly Key[] {
  const name = /^alt-(.+)$/.exec(key.name)?.[1];
  if (name === undefined) return [key];
  const text = [...name].length === 1 ? name : undefined;
  return [
    { name: 'escape', text: undefined, coalesced: true },
    { name, text, coalesced: true, follows: true },
  ];
}

function reduceKeys(app: AppDefinition, state: AppState, keys: readonly Key[]): Reduced {
  let current = state;
  const effects: AppEffect[] = [];
  for (const key of keys) {
    const [next, asked] = reduceKey(app, current, key);
    current = next;
    effects.push(...asked);
  }
  return [current, effects];
}

function changeActivity(state: AppState, id: number, progress: Activity['progress']): AppState {
  return { ...state, activity: state.activity.map(each => (each.id === id ? { ...each, progress } : each)) };
}

/** Whether a read failed because the registry itself cannot be read, and not for what was asked of it. */
function isOutOfReach(error: AppError): boolean {
  return (
    error instanceof UnavailableError ||
    error.code === 'registry-not-found' ||
    error.code === 'registry-not-a-folder'
  );
}

/** Tells the user how a write ended whose screen is not the one they look at. */
function noticeOfEnd(state: AppState, id: number): Notice | undefined {
  const ended = state.activity.find(each => each.id === id);
  if (ended?.progress.at === 'failed') {
    return { tone: 'bad', text: `${ended.title}: ${ended.progress.error.message}` };
  }
  if (ended?.progress.at === 'done' && ended.progress.words !== undefined) return ended.progress.words;
  return ended && { tone: 'good', text: `${ended.title}: done.` };
}
