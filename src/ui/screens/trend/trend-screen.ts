import { formatCommand } from '../../../core/plan/planning.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, update } from './update.ts';
import { TrendView } from './view.tsx';

/** A metric across the versions of a model: the gate's threshold, what was live, what was rolled back. */
export const trendScreen = defineScreen<State, Message, RouteTo<'trend'>>({
  name: 'trend',
  title: ({ metric }, state) => {
    const shown = state.at === 'shown' ? state.answer.trend.metric : (state.metric ?? metric);
    return shown === undefined ? 'trend' : `trend ${makeSafeText(shown, { limit: 64 })}`;
  },
  open,
  update,
  bindings,
  view: TrendView,
  focus: state =>
    state.at === 'choosing'
      ? { on: 'field', field: state.field, edited: field => ({ type: 'metric-typed', field }) }
      : { on: 'keys' },
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: (state, { registryWords }) => {
    if (state.at !== 'shown') return undefined;
    const { model, metric } = state.answer.trend;
    return formatCommand(['trend', model, metric, ...registryWords]);
  },
  readAt: state => (state.at === 'shown' ? state.answer.loaded.index.readAt : undefined),
});
