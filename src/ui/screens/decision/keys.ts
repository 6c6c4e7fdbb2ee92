import { type Binding, reasonNotToWrite } from '../../runtime/screen.ts';
import type { Message, State } from './update.ts';

/** The keys of the decision screen. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['e'],
    label: 'Gate',
    message: { type: 'screen-asked', screen: 'gate' },
    disabled: reasonNothingShown,
  },
  {
    keys: ['P'],
    label: 'Promote',
    message: { type: 'screen-asked', screen: 'promote' },
    disabled: (state, context) => reasonNotToWrite(context) ?? reasonNothingShown(state),
  },
];

function reasonNothingShown(state: State): string | undefined {
  switch (state.at) {
    case 'loading':
      return 'The version is still being scored.';
    case 'failed':
      return 'The version could not be scored; r tries again.';
    case 'shown':
      return undefined;
    default:
      return state satisfies never;
  }
}
