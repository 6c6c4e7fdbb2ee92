import { actFocus } from '../../act/act-keys.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { actOf, bindings } from './keys.ts';
import { type Message, open, type State, update } from './update.ts';
import { RollbackView } from './view.tsx';

/** The guided rollback of a model. */
export const rollbackScreen = defineScreen<State, Message, RouteTo<'rollback'>>({
  name: 'rollback',
  title: route => `${route.model} rollback`,
  open,
  update,
  bindings,
  view: RollbackView,
  focus: state => {
    const act = actOf(state);
    return act ? actFocus<Message>(act, message => message) : { on: 'keys' };
  },
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'registry-changed' },
  shownAgain: { type: 'target-reopened' },
  readAt: state =>
    state.at === 'target' || state.at === 'acting' ? state.choices.loaded.index.readAt : undefined,
  copies: state => {
    const act = actOf(state);
    if (act?.at === 'review') return act.plan.command;
    return act?.at === 'finished' ? act.receipt.command : undefined;
  },
});
