import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { formatSend } from './outbox-rows.ts';
import { type Message, open, type State, selectedRowOf, update } from './update.ts';
import { ActivityView } from './view.tsx';

/** What this console has written, running and done, each with the command it equals, and what others are still to be told. */
export const activityScreen = defineScreen<State, Message, RouteTo<'activity'>>({
  name: 'activity',
  title: () => 'activity',
  open: (_, context) => open(context),
  update,
  bindings,
  view: ActivityView,
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: (state, context) => {
    const row = selectedRowOf(state, context);
    return row?.of === 'outbox' ? formatSend(row.item, context) : row?.activity.command;
  },
});
