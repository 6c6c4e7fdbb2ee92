import { actFocus } from '../../act/act-keys.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { actOf, bindings } from './keys.ts';
import { type Message, open, type State, update } from './update.ts';
import { ChangeView } from './view.tsx';

/** Every other write of the console: hold, release, unset, archive, undo, drift. */
export const changeScreen = defineScreen<State, Message, RouteTo<'change'>>({
  name: 'change',
  title: route =>
    route.wanted.change === 'state' && route.wanted.to === 'archived' ? 'archive' : route.wanted.change,
  open,
  update,
  bindings,
  view: ChangeView,
  focus: state => {
    const act = actOf(state);
    return act ? actFocus<Message>(act, message => message) : { on: 'select' };
  },
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'registry-changed' },
  copies: state => {
    const act = actOf(state);
    if (act?.at === 'review') return act.plan.command;
    return act?.at === 'finished' ? act.receipt.command : undefined;
  },
});
