import {
  createList,
  type ListMove,
  moveList,
  resizeList,
  selectedRow,
  type WindowedList,
} from '../../components/windowed-list.ts';
import type { ConsoleNext } from '../../console/operations.ts';
import type { Activity } from '../../runtime/activity.ts';
import type { Context } from '../../runtime/screen.ts';
import { layoutOf } from './layout.ts';

/** What this console has written. The writes themselves stand in the context; here is only where the cursor is among them. */
export type State = { readonly list: WindowedList };

export type Message = { readonly type: 'moved'; readonly move: ListMove };

/** Begins at the newest write. */
export function open(context: Pick<Context, 'activity'>): ConsoleNext<State> {
  return [{ list: createList(context.activity.length) }, []];
}

/** Pure: the next state. Nothing is asked for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  const { listRows } = layoutOf(context.size);
  return [{ list: moveList(listOf(state, context), message.move, listRows) }, []];
}

/** The list with as many rows as there are writes by now. Pure. */
export function listOf(state: State, { activity }: Pick<Context, 'activity'>): WindowedList {
  return resizeList(state.list, activity.length);
}

/** The write in a row, newest first. */
export function activityAt(row: number, { activity }: Pick<Context, 'activity'>): Activity | undefined {
  return activity[activity.length - 1 - row];
}

/** The write under the cursor; undefined when there is none. */
export function selectedActivity(state: State, context: Pick<Context, 'activity'>): Activity | undefined {
  const row = selectedRow(listOf(state, context));
  return row === undefined ? undefined : activityAt(row, context);
}
