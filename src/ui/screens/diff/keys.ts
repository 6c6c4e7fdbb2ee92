import type { Binding } from '../../runtime/screen.ts';
import type { Message, State } from './update.ts';

/** The keys of the diff screen. */
export const bindings: readonly Binding<State, Message>[] = [
  { keys: ['t'], label: 'Swap', message: { type: 'swap-asked' }, disabled: reasonNothingShown },
  { keys: ['w'], label: 'Only worse', message: { type: 'only-worse-toggled' }, disabled: reasonNothingShown },
];

function reasonNothingShown(state: State): string | undefined {
  switch (state.at) {
    case 'loading':
      return 'The versions are still being compared.';
    case 'failed':
      return 'The versions could not be compared; r tries again.';
    case 'shown':
      return undefined;
    default:
      return state satisfies never;
  }
}
