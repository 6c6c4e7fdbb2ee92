import { formatSync } from '../../act/format-sync.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, update } from './update.ts';
import { SyncView } from './view.tsx';

/** Both sides of a registry in a bucket: what differs, why, and what can be done about it. */
export const syncScreen = defineScreen<State, Message, RouteTo<'sync'>>({
  name: 'sync',
  title: () => 'sync',
  open,
  update,
  bindings,
  view: SyncView,
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'registry-changed' },
  copies: (_, context) => formatSync('status', context),
});
