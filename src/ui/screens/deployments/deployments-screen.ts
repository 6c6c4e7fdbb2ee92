import { formatResume } from '../../../core/deployment/deployment-command.ts';
import { addWords } from '../../../core/plan/extend-command.ts';
import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, selectedDeployment, update } from './update.ts';
import { DeploymentsView } from './view.tsx';

/** The deployments of this machine that are not finished, and how to go on with one or to give it up. */
export const deploymentsScreen = defineScreen<State, Message, RouteTo<'deployments'>>({
  name: 'deployments',
  title: () => 'deployments',
  open,
  update,
  bindings,
  view: DeploymentsView,
  focus: state => {
    if (state.at !== 'shown' || state.givingUp.at !== 'asked') return { on: 'keys' };
    const { consent } = state.givingUp;
    if (consent.by !== 'typing') return { on: 'keys' };
    return { on: 'field', field: consent.typed.field, edited: field => ({ type: 'consent-edited', field }) };
  },
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: (state, { registryWords }) => {
    const kept = selectedDeployment(state);
    return kept && addWords(formatResume(kept.deployment.deploymentId), registryWords);
  },
});
