import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, selectedActivity, update } from './update.ts';
import { ActivityView } from './view.tsx';

/** What this console has written, running and done, each with the command it equals. */
export const activityScreen = defineScreen<State, Message, RouteTo<'activity'>>({
  name: 'activity',
  title: () => 'activity',
  open: (_, context) => open(context),
  update,
  bindings,
  view: ActivityView,
  moved: move => ({ type: 'moved', move }),
  copies: (state, context) => selectedActivity(state, context)?.command,
});
