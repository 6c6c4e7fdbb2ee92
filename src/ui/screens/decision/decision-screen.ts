import { describeAliasFlag } from '../../../core/plan/confirmation.ts';
import { formatCommand } from '../../../core/plan/planning.ts';
import type { DecisionView } from '../../../core/session/load-decision.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, update } from './update.ts';
import { DecisionScreenView } from './view.tsx';

/** Whether a version is to be deployed by its weighted score: what the score is made of, and the bar it has to clear. */
export const decisionScreen = defineScreen<State, Message, RouteTo<'decision'>>({
  name: 'decision',
  title: (route, state) => {
    const version = state.at === 'shown' ? state.view.version : makeSafeText(route.version, { limit: 128 });
    return `${version} decision`;
  },
  open,
  update,
  bindings,
  view: DecisionScreenView,
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: (state, { registryWords }) =>
    state.at === 'shown' ? copyOf(state.view, registryWords) : undefined,
  readAt: state => (state.at === 'shown' ? state.view.loaded.index.readAt : undefined),
});

/** The command that says the same decision. */
function copyOf({ loaded, version, alias }: DecisionView, registryWords: readonly string[]): string {
  const { index, usualAlias } = loaded.status;
  const aliasWords = describeAliasFlag('--to', alias, usualAlias);
  return formatCommand(['decide', index.model, version, ...aliasWords, ...registryWords]);
}
