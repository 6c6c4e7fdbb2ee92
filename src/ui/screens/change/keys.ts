import type { Act } from '../../act/act.ts';
import { actBindings } from '../../act/act-keys.ts';
import type { Binding } from '../../runtime/screen.ts';
import { type Message, needsReason, reasonNotToGoOn, type State } from './update.ts';

/** The act of the state; undefined while a drift waits for its answer. */
export function actOf(state: State): Act | undefined {
  return state.at === 'acting' ? state.act : undefined;
}

export const bindings: readonly Binding<State, Message>[] = [
  ...actBindings<State, Message>(actOf, message => message, needsReason, reasonNotToGoOn),
];
