import type { Binding } from '../../runtime/screen.ts';
import type { Message, State } from './update.ts';

/** The activity screen has no keys of its own: the common ones move and copy. */
export const bindings: readonly Binding<State, Message>[] = [];
