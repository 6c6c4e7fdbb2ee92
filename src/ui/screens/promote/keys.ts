import type { Act } from '../../act/act.ts';
import { actBindings } from '../../act/act-keys.ts';
import { type Binding, reasonNotToWrite } from '../../runtime/screen.ts';
import { type Message, reasonNotToPromote, type State, selectedVersion } from './update.ts';

/** The act of the state; undefined while something is still to be chosen. */
export function actOf(state: State): Act | undefined {
  return state.at === 'acting' ? state.act : undefined;
}

export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'Choose',
    message: { type: 'version-chosen' },
    hidden: state => state.at !== 'version',
    disabled: (state, context) => {
      const version = selectedVersion(state);
      if (version === undefined) return 'There is no version to promote.';
      const reason = state.at === 'version' ? reasonNotToPromote(state.loaded.status, version) : undefined;
      return reason === undefined ? reasonNotToWrite(context) : `${version.version} ${reason}.`;
    },
  },
  ...actBindings<State, Message>(
    actOf,
    message => message,
    () => false,
  ),
  {
    keys: ['escape'],
    label: 'Other version',
    message: { type: 'version-reopened' },
    hidden: state => state.at !== 'alias' && actOf(state)?.at !== 'reason',
  },
];
