import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, selectedVersion, update } from './update.ts';
import { VersionsView } from './view.tsx';

/** Every version of a model, newest first. */
export const versionsScreen = defineScreen<State, Message, RouteTo<'versions'>>({
  name: 'versions',
  title: route => makeSafeText(route.model, { limit: 128 }),
  open,
  update,
  bindings,
  view: VersionsView,
  moved: move => ({ type: 'moved', move }),
  filter: { text: state => state.filter, changed: text => ({ type: 'filter-changed', text }) },
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: state => selectedVersion(state)?.version.version,
  readAt: state => (state.at === 'shown' ? state.loaded.index.readAt : undefined),
});
