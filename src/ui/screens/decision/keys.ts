import { type Binding, reasonNotToWrite } from '../../runtime/screen.ts';
import { unlessShown } from '../../runtime/unless-shown.ts';
import type { Message, State } from './update.ts';

const reasonNothingShown = unlessShown<State>(
  {
    loading: 'The version is still being scored.',
    failed: 'The version could not be scored; r tries again.',
  },
  () => undefined,
);

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
