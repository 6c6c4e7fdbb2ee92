import { describeAliasFlag } from '../../../core/plan/confirmation.ts';
import { formatCommand } from '../../../core/plan/planning.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, update } from './update.ts';
import { GateView } from './view.tsx';

/** Why a version passes the gate of an alias, or why not: every rule, its margin, the files it stands on. */
export const gateScreen = defineScreen<State, Message, RouteTo<'gate'>>({
  name: 'gate',
  title: (route, state) => {
    const version = state.at === 'shown' ? state.view.version : makeSafeText(route.version, { limit: 128 });
    return `${version} gate ${makeSafeText(state.alias ?? '', { limit: 128 })}`.trimEnd();
  },
  open,
  update,
  bindings,
  view: GateView,
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: (state, { registryWords }) => {
    if (state.at !== 'shown') return undefined;
    const { loaded, version, alias } = state.view;
    const { index, usualAlias } = loaded.status;
    const aliasWords = describeAliasFlag('--to', alias, usualAlias);
    return formatCommand(['gate', index.model, version, ...aliasWords, ...registryWords]);
  },
  readAt: state => (state.at === 'shown' ? state.view.loaded.index.readAt : undefined),
});
