import { actFocus } from '../../act/act-keys.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { actOf, bindings } from './keys.ts';
import { type Message, open, type State, update } from './update.ts';
import { EvaluateView } from './view.tsx';

/** The guided evaluation of a version: its verdict, put on record. */
export const evaluateScreen = defineScreen<State, Message, RouteTo<'evaluate'>>({
  name: 'evaluate',
  title: () => 'evaluate',
  open,
  update,
  bindings,
  view: EvaluateView,
  focus: state => {
    if (state.at === 'folder') {
      return { on: 'field', field: state.folder, edited: field => ({ type: 'folder-edited', field }) };
    }
    const act = actOf(state);
    return act ? actFocus<Message>(act, message => message) : { on: 'keys' };
  },
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'registry-changed' },
  copies: state => {
    const act = actOf(state);
    if (act?.at === 'review') return act.plan.command;
    return act?.at === 'finished' ? act.receipt.command : undefined;
  },
});
