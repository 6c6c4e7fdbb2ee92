import type { Act } from '../../act/act.ts';
import { actBindings } from '../../act/act-keys.ts';
import { type Binding, reasonNotToWrite } from '../../runtime/screen.ts';
import { describeToCome } from './to-come.ts';
import { type Message, type State, selectedTarget } from './update.ts';

/** The act of the state; undefined while a target is chosen. */
export function actOf(state: State): Act | undefined {
  return state.at === 'acting' ? state.act : undefined;
}

export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'Choose',
    message: { type: 'target-chosen' },
    hidden: state => state.at !== 'target',
    disabled: (state, context) => {
      const target = selectedTarget(state);
      if (target === undefined) return 'There is no other version.';
      return reasonNotToWrite(context) ?? reasonNotToChoose(state, target);
    },
  },
  ...actBindings<State, Message>(
    actOf,
    message => message,
    () => true,
  ),
  {
    keys: ['escape'],
    label: 'Other target',
    message: { type: 'target-reopened' },
    hidden: state => actOf(state)?.at !== 'reason',
  },
];

/** Where it is not known which version is the last good one, or none is, the person has to move to a row, so that it is their choice. */
function reasonNotToChoose(
  state: State,
  target: { readonly version: string; readonly refusal: string | undefined },
): string | undefined {
  if (state.at === 'target' && !state.touched) {
    const { toCome, lastGood } = state.choices;
    if (toCome !== undefined) return `${describeToCome(toCome)} Wait, or choose with j and k.`;
    if (lastGood === undefined) return 'Nothing is proven good: choose a version with j and k first.';
  }
  return target.refusal === undefined ? undefined : `${target.version} cannot be chosen: ${target.refusal}.`;
}
