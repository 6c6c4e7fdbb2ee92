import { actFocus } from '../../act/act-keys.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { actOf, bindings } from './keys.ts';
import type { Message, State } from './state.ts';
import { open, update } from './update.ts';
import { PromoteView } from './view.tsx';

/** The guided promotion of a version. */
export const promoteScreen = defineScreen<State, Message, RouteTo<'promote'>>({
  name: 'promote',
  title: route => `${route.model} promote`,
  open,
  update,
  bindings,
  view: PromoteView,
  focus: state => {
    if (state.at === 'alias') return { on: 'select' };
    if (state.at === 'evidence') {
      return { on: 'field', field: state.field, edited: field => ({ type: 'evidence-edited', field }) };
    }
    const act = actOf(state);
    return act ? actFocus<Message>(act, message => message) : { on: 'keys' };
  },
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'registry-changed' },
  shownAgain: { type: 'version-reopened' },
  readAt: state => ('loaded' in state ? state.loaded.index.readAt : undefined),
  copies: state => {
    const act = actOf(state);
    if (act?.at === 'review') return act.plan.command;
    return act?.at === 'finished' ? act.receipt.command : undefined;
  },
});
