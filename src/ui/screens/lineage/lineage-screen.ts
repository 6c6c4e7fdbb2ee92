import { formatCommand } from '../../../core/plan/planning.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, selectedRow, update } from './update.ts';
import { LineageView } from './view.tsx';

/** Where the versions of a model come from, as a tree. */
export const lineageScreen = defineScreen<State, Message, RouteTo<'lineage'>>({
  name: 'lineage',
  title: () => 'lineage',
  open,
  update,
  bindings,
  view: LineageView,
  moved: move => ({ type: 'moved', move }),
  filter: { text: state => state.filter, changed: text => ({ type: 'filter-changed', text }) },
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: state => {
    const node = selectedRow(state)?.tree.node;
    return node && formatCommand(['lineage', makeSafeText(node.model), makeSafeText(node.version)]);
  },
  readAt: state => (state.at === 'shown' ? state.loaded.index.readAt : undefined),
});
