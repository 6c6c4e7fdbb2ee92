import { formatCommand } from '../../../core/plan/planning.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, update } from './update.ts';
import { DiffView } from './view.tsx';

/** What differs between two versions, better and worse in words. */
export const diffScreen = defineScreen<State, Message, RouteTo<'diff'>>({
  name: 'diff',
  title: (_, state) => {
    const { before, after } = state.at === 'shown' ? state.comparison : state;
    return `diff ${makeSafeText(before, { limit: 128 })} ${makeSafeText(after, { limit: 128 })}`;
  },
  open,
  update,
  bindings,
  view: DiffView,
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: (state, { registryWords }) => {
    if (state.at !== 'shown') return undefined;
    const { model, before, after } = state.comparison;
    return formatCommand(['diff', model, before, after, ...registryWords]);
  },
  readAt: state => (state.at === 'shown' ? state.readAt : undefined),
});
