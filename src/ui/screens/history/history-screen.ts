import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, selectedEntry, update } from './update.ts';
import { HistoryView } from './view.tsx';

/** Everything that happened to a model, newest first, and whether the record can be believed. */
export const historyScreen = defineScreen<State, Message, RouteTo<'history'>>({
  name: 'history',
  title: () => 'history',
  open,
  update,
  bindings,
  view: HistoryView,
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: state => {
    const row = selectedEntry(state);
    return row?.kind === 'entry' ? row.stored.entry.operationId : undefined;
  },
  readAt: state => (state.at === 'shown' ? state.loaded.index.readAt : undefined),
});
