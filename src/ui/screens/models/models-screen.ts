import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { namesFor } from './names-for.ts';
import { type Message, open, type State, selectedModel, update } from './update.ts';
import { ModelsView } from './view.tsx';

/** The first screen: every model of the registry, what needs attention on top. */
export const modelsScreen = defineScreen<State, Message, RouteTo<'models'>>({
  name: 'models',
  title: () => 'models',
  open,
  update,
  bindings,
  view: ModelsView,
  moved: move => ({ type: 'moved', move }),
  filter: { text: state => state.filter, changed: text => ({ type: 'filter-changed', text }) },
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: state => selectedModel(state)?.status.index.model,
  namesFor,
  readAt: state => (state.at === 'shown' ? state.overview.index.readAt : undefined),
});
