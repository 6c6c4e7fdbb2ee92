import { type Binding, type Context, reasonNotToWrite } from '../../runtime/screen.ts';
import { type Message, reasonNotToGiveUp, type State, selectedDeployment } from './update.ts';

/** The keys of the screen of unfinished deployments. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'What is left',
    message: { type: 'carrying-on-asked' },
    hidden: isAsking,
    disabled: (state, context) => reasonNotToWrite(context) ?? reasonNotCutOff(state),
  },
  {
    keys: ['X'],
    label: 'Give up',
    message: { type: 'giving-up-asked' },
    hidden: isAsking,
    disabled: reasonNotCutOff,
  },
  {
    keys: ['enter'],
    label: 'Give it up',
    message: { type: 'giving-up-confirmed' },
    confirms: true,
    hidden: (state: State, _: Context) => !isAsking(state),
    disabled: reasonNotToGiveUp,
  },
  {
    keys: ['escape'],
    label: 'Keep it',
    message: { type: 'giving-up-left' },
    hidden: state => !isAsking(state),
  },
];

function isAsking(state: State): boolean {
  return state.at === 'shown' && state.givingUp.at === 'asked';
}

function reasonNotCutOff(state: State): string | undefined {
  if (state.at === 'loading') return 'The deployments are still being read.';
  if (state.at === 'failed') return 'The deployments could not be read; r tries again.';
  const kept = selectedDeployment(state);
  if (kept === undefined) return 'No deployment is unfinished here.';
  return kept.at === 'running' ? 'It runs now: wait until it has ended.' : undefined;
}
