import { formatSync } from '../../act/format-sync.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, update } from './update.ts';
import { TransferView } from './view.tsx';

/** Carries what differs between a registry's copy and its bucket to one side. */
export const transferScreen = defineScreen<State, Message, RouteTo<'transfer'>>({
  name: 'transfer',
  title: ({ direction }) => direction,
  open,
  update,
  bindings,
  view: TransferView,
  focus: state => {
    if (state.at === 'review' && state.consent.by === 'typing') {
      const { field } = state.consent.typed;
      return { on: 'field', field, edited: edited => ({ type: 'consent-edited', field: edited }) };
    }
    return { on: state.at === 'planning' ? 'waiting' : 'keys' };
  },
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'registry-changed' },
  copies: (state, context) => formatSync(state.direction, context),
});
