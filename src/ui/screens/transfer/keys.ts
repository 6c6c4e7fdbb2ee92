import { reasonNotToCarry } from '../../act/reason-not-to-carry.ts';
import type { Binding } from '../../runtime/screen.ts';
import { type Message, reasonNotConfirmed, type State } from './update.ts';
import { isComplete } from './view.tsx';

function isConfirmedBy(state: State, by: 'key' | 'typing'): boolean {
  return state.at === 'review' && state.consent.by === by;
}

/** The keys of the wizard that carries what differs. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['y'],
    label: 'Do it',
    message: { type: 'confirm-pressed' },
    confirms: true,
    hidden: state => !isConfirmedBy(state, 'key'),
    disabled: (state, context) => reasonNotToCarry(state.direction, context) ?? reasonNotConfirmed(state),
  },
  {
    keys: ['enter'],
    label: 'Do it',
    message: { type: 'confirm-pressed' },
    confirms: true,
    hidden: state => !isConfirmedBy(state, 'typing'),
    disabled: (state, context) => reasonNotToCarry(state.direction, context) ?? reasonNotConfirmed(state),
  },
  {
    keys: ['n'],
    label: 'No',
    message: { type: 'refused' },
    hidden: state => !isConfirmedBy(state, 'key'),
  },
  {
    keys: ['escape'],
    label: 'Stop after this file',
    message: { type: 'stop-pressed' },
    hidden: state => state.at !== 'carrying' || state.stop === 'asked',
  },
  {
    keys: ['enter'],
    label: 'What is left',
    message: { type: 'plan-again-pressed' },
    hidden: state => state.at !== 'failed' && !(state.at === 'finished' && !isComplete(state.receipt)),
  },
];
