import type { Act } from '../../act/act.ts';
import { actBindings } from '../../act/act-keys.ts';
import { type Binding, reasonNotToWrite } from '../../runtime/screen.ts';
import type { Message, State } from './update.ts';

/** The act of the state; undefined while the folder is asked for. */
export function actOf(state: State): Act | undefined {
  return state.at === 'acting' ? state.act : undefined;
}

export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'Evaluate',
    message: { type: 'folder-given' },
    hidden: state => state.at !== 'folder',
    disabled: (_, context) => reasonNotToWrite(context),
  },
  ...actBindings<State, Message>(
    actOf,
    message => message,
    () => false,
    () => undefined,
    'Other results',
  ),
];
