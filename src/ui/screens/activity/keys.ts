import type { Binding } from '../../runtime/screen.ts';
import type { Message, State } from './update.ts';

/** The keys of the activity screen besides the common ones, which move and copy. */
export const bindings: readonly Binding<State, Message>[] = [
  { keys: ['d'], label: 'Unfinished deployments', message: { type: 'deployments-asked' } },
];
