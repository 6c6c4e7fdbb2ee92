import { formatCommand } from '../../../core/plan/planning.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, update } from './update.ts';
import { VersionView } from './view.tsx';

/** One version: metadata, metrics, files and their check, configuration, its own history. */
export const versionScreen = defineScreen<State, Message, RouteTo<'version'>>({
  name: 'version',
  title: (route, state) =>
    state.at === 'shown' ? state.found.version : makeSafeText(route.version, { limit: 128 }),
  open,
  update,
  bindings,
  view: VersionView,
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: (state, { registryWords }) =>
    state.at === 'shown'
      ? formatCommand(['show', state.found.model, state.found.version, ...registryWords])
      : undefined,
  readAt: state => (state.at === 'shown' ? state.loaded.index.readAt : undefined),
});
