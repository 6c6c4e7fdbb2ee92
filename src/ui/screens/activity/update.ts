import type { OutboxItem } from '../../../core/ports/outbox.ts';
import type { LoadedOutbox } from '../../../core/session/load-outbox.ts';
import {
  createList,
  type ListMove,
  moveList,
  resizeList,
  selectedRow,
  type WindowedList,
} from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { Activity } from '../../runtime/activity.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { layoutOf } from './layout.ts';

/** How long what waits in the outbox is left alone before it is looked at again. */
const lookAgainMs = 5_000;

/**
 * What this console has written, and below it what others are still to be told. The writes stand in the context; here is where the cursor
 * is, and what the outbox said. `look` tells the timers of one reading from those of another.
 */
export type State = {
  readonly list: WindowedList;
  readonly outbox: LoadedOutbox | undefined;
  readonly look: number;
};

export type Message =
  | Answers<ConsoleOperations, 'loadOutbox'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'look-due'; readonly look: number }
  | { readonly type: 'deployments-asked' };

/** A row: a write of this console, or an event that somebody is still to be told. */
export type Row =
  | { readonly of: 'write'; readonly activity: Activity }
  | { readonly of: 'outbox'; readonly item: OutboxItem };

const readOutbox = { run: 'loadOutbox', input: {} } as const;

/** Begins at the newest write. */
export function open(context: Pick<Context, 'activity'>): ConsoleNext<State> {
  return [{ list: createList(context.activity.length), outbox: undefined, look: 0 }, [readOutbox]];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'moved': {
      const { listRows } = layoutOf(context.size);
      return [{ ...state, list: moveList(listOf(state, context), message.move, listRows) }, []];
    }
    case 'loadOutbox/done': {
      const next = { ...state, outbox: message.value, look: state.look + 1 };
      const isWaiting = untoldOf(next).some(item => item.state === 'waiting');
      const due: Message = { type: 'look-due', look: next.look };
      return [next, isWaiting ? [{ do: 'after', delayMs: lookAgainMs, message: due }] : []];
    }
    case 'look-due':
      return [state, message.look === state.look ? [readOutbox] : []];
    case 'refresh-asked':
      return [state, [readOutbox]];
    case 'deployments-asked':
      return [state, [{ do: 'openRoute', route: { screen: 'deployments' } }]];
    case 'loadOutbox/progress':
    case 'loadOutbox/failed':
      return [state, []];
    default:
      return message satisfies never;
  }
}

/** What waits or was given up, oldest first. Pure. */
export function untoldOf({ outbox }: Pick<State, 'outbox'>): readonly OutboxItem[] {
  return outbox?.items.filter(item => item.state !== 'delivered') ?? [];
}

/** The list with as many rows as there are writes and untold events by now. Pure. */
export function listOf(state: State, { activity }: Pick<Context, 'activity'>): WindowedList {
  return resizeList(state.list, activity.length + untoldOf(state).length);
}

/** What stands in a row: writes, newest first, then what is untold. */
export function rowAt(row: number, state: State, { activity }: Pick<Context, 'activity'>): Row | undefined {
  const write = activity[activity.length - 1 - row];
  if (write !== undefined) return { of: 'write', activity: write };
  const item = untoldOf(state)[row - activity.length];
  return item && { of: 'outbox', item };
}

/** What is under the cursor; undefined when there is nothing. */
export function selectedRowOf(state: State, context: Pick<Context, 'activity'>): Row | undefined {
  const row = selectedRow(listOf(state, context));
  return row === undefined ? undefined : rowAt(row, state, context);
}
