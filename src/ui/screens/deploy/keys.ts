import { type Binding, reasonNotToWrite } from '../../runtime/screen.ts';
import { reasonNotToCarryOut } from './carrying.ts';
import type { Message, State } from './state.ts';
import { canPlanAgain, canStepBack, undoneBy } from './update.ts';

function isConfirmedBy(state: State, by: 'key' | 'typing'): boolean {
  return state.at === 'review' && state.consent.by === by;
}

const confirm: Omit<Binding<State, Message>, 'keys' | 'hidden'> = {
  label: 'Deploy',
  message: { type: 'confirm-pressed' },
  confirms: true,
  disabled: (state, context) => reasonNotToWrite(context) ?? reasonNotToCarryOut(state),
};

/** The keys of the wizard that deploys. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'Review',
    message: { type: 'reason-given' },
    hidden: state => state.at !== 'reason',
  },
  { ...confirm, keys: ['y'], hidden: state => !isConfirmedBy(state, 'key') },
  { ...confirm, keys: ['enter'], hidden: state => !isConfirmedBy(state, 'typing') },
  {
    keys: ['n'],
    label: 'No',
    message: { type: 'step-back-pressed' },
    hidden: state => !isConfirmedBy(state, 'key'),
  },
  {
    keys: ['s'],
    label: 'Stop',
    message: { type: 'stop-pressed' },
    hidden: state => state.at !== 'carrying' || state.stop === 'asked',
  },
  {
    keys: ['Z'],
    label: 'Undo',
    message: { type: 'undo-pressed' },
    hidden: state => undoneBy(state) === undefined,
  },
  {
    keys: ['enter'],
    label: 'What is left',
    message: { type: 'plan-again-pressed' },
    hidden: state => !canPlanAgain(state),
  },
  {
    keys: ['escape'],
    label: 'Back',
    message: { type: 'step-back-pressed' },
    hidden: state => !canStepBack(state),
  },
];
