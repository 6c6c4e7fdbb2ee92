import { addWords } from '../../../core/plan/extend-command.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { RouteTo } from '../../console/routes.ts';
import type { Context, Focus } from '../../runtime/screen.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import type { Message, State } from './state.ts';
import { open, update } from './update.ts';
import { DeployView } from './view.tsx';

/** A deployment from its questions to its receipt, and the way back to one that was cut off. */
export const deployScreen = defineScreen<State, Message, RouteTo<'deploy'>>({
  name: 'deploy',
  title: ({ wanted }) =>
    wanted.from === 'version' ? `${makeSafeText(wanted.model, { limit: 128 })} deploy` : 'carry on',
  open,
  update,
  bindings,
  view: DeployView,
  focus: focusOf,
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'registry-changed' },
  shownAgain: { type: 'registry-changed' },
  copies: describeCommand,
});

function focusOf(state: State): Focus<Message> {
  switch (state.at) {
    case 'alias':
    case 'place':
      return { on: 'select' };
    case 'reason':
      return { on: 'field', field: state.field, edited: field => ({ type: 'reason-edited', field }) };
    case 'review': {
      if (state.consent.by !== 'typing') return { on: 'keys' };
      const { field } = state.consent.typed;
      return { on: 'field', field, edited: edited => ({ type: 'consent-edited', field: edited }) };
    }
    case 'planning':
    case 'loading':
      return { on: 'waiting' };
    case 'carrying':
    case 'finished':
    case 'failed':
      return { on: 'keys' };
    default:
      return state satisfies never;
  }
}

/** The command line that does the same, or goes on. */
function describeCommand(state: State, { registryWords }: Context): string | undefined {
  if (state.at === 'finished' && state.receipt.resume !== null)
    return addWords(state.receipt.resume, registryWords);
  if (state.at === 'finished') return state.receipt.command;
  return state.at === 'review' || state.at === 'carrying' ? state.plan.command : undefined;
}
