import { type Binding, reasonNotToWrite } from '../../runtime/screen.ts';
import { reasonNotToCarryOut } from './carrying.ts';
import { canOverride, isGateReview, reasonNotToReview } from './gate-review.ts';
import type { Message, State } from './state.ts';
import { canPlanAgain, canStepBack, isOverriding, isReasonRefused, undoneBy } from './update.ts';

function isConfirmedBy(state: State, by: 'key' | 'typing'): boolean {
  return state.at === 'review' && state.consent.by === by;
}

/** Whether something of it is in the journal, so that what is left is asked for. */
function isBegun(state: State): boolean {
  return state.at === 'finished' && state.receipt.resume !== null;
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
    disabled: (state, context) => reasonNotToWrite(context) ?? reasonNotToReview(state),
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
    keys: ['e'],
    label: 'Gate',
    message: { type: 'gate-asked' },
    hidden: state => !isGateReview(state),
  },
  {
    keys: ['O'],
    label: 'Override gate',
    message: { type: 'override-asked' },
    hidden: state => !canOverride(state),
  },
  {
    keys: ['enter'],
    label: 'Other reason',
    message: { type: 'step-back-pressed' },
    hidden: state => !isReasonRefused(state),
  },
  {
    keys: ['enter'],
    label: 'What is left',
    message: { type: 'plan-again-pressed' },
    hidden: state => !canPlanAgain(state) || !isBegun(state),
  },
  {
    keys: ['enter'],
    label: 'Try again',
    message: { type: 'plan-again-pressed' },
    hidden: state => !canPlanAgain(state) || isBegun(state),
  },
  {
    keys: ['escape'],
    label: 'Do not override',
    message: { type: 'step-back-pressed' },
    hidden: state => !isOverriding(state),
  },
  {
    keys: ['escape'],
    label: 'Back',
    message: { type: 'step-back-pressed' },
    hidden: state => !canStepBack(state) || isOverriding(state),
  },
];
