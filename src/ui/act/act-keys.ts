import type { Binding, Focus } from '../runtime/screen.ts';
import { type Act, type ActMessage, canPlanAgain, canUndo, reasonNotToApply, reasonOf } from './act.ts';

/**
 * The keys of an act inside a screen's own.
 * @param actOf the act of the screen's state; undefined while the screen is at something else
 * @param stepBackLabel what escape leads back to from a review
 */
export function actBindings<State, Message>(
  actOf: (state: State) => Act | undefined,
  wrap: (message: ActMessage) => Message,
  needsReason: (state: State) => boolean,
  reasonNotToGoOn: (state: State) => string | undefined = () => undefined,
  stepBackLabel = 'Change the reason',
): readonly Binding<State, Message>[] {
  const isAt = (state: State, ...stages: readonly Act['at'][]): boolean => {
    const act = actOf(state);
    return act !== undefined && stages.includes(act.at);
  };
  const consent = (state: State): 'typing' | 'key' | 'none' | undefined => {
    const act = actOf(state);
    return act?.at === 'review' ? act.consent.by : undefined;
  };
  const notToApply = (state: State): string | undefined => {
    const act = actOf(state);
    return act && reasonNotToApply(act);
  };
  return [
    {
      keys: ['Z'],
      label: 'Undo',
      message: wrap({ type: 'undo-pressed' }),
      hidden: state => {
        const act = actOf(state);
        return act === undefined || !canUndo(act);
      },
    },
    {
      keys: ['enter'],
      label: 'Review',
      message: wrap({ type: 'reason-given' }),
      hidden: state => !isAt(state, 'reason'),
      disabled: state => {
        const act = actOf(state);
        const isMissing = act !== undefined && needsReason(state) && reasonOf(act) === '';
        return reasonNotToGoOn(state) ?? (isMissing ? 'Say why: it goes on record.' : undefined);
      },
    },
    {
      keys: ['enter'],
      label: 'Apply',
      message: wrap({ type: 'confirm-pressed' }),
      confirms: true,
      hidden: state => consent(state) !== 'typing',
      disabled: notToApply,
    },
    {
      keys: ['y'],
      label: 'Apply',
      message: wrap({ type: 'confirm-pressed' }),
      confirms: true,
      hidden: state => consent(state) !== 'key',
      disabled: notToApply,
    },
    {
      keys: ['n'],
      label: 'No',
      message: wrap({ type: 'step-back-pressed' }),
      hidden: state => consent(state) !== 'key',
    },
    {
      keys: ['enter'],
      label: 'Plan again',
      message: wrap({ type: 'plan-again-pressed' }),
      hidden: state => {
        const act = actOf(state);
        return act === undefined || !canPlanAgain(act);
      },
    },
    {
      keys: ['escape'],
      label: stepBackLabel,
      message: wrap({ type: 'step-back-pressed' }),
      hidden: state => !isAt(state, 'review', 'failed', 'planning'),
    },
  ];
}

/** Who gets the keys while the act is shown. */
export function actFocus<Message>(act: Act, wrap: (message: ActMessage) => Message): Focus<Message> {
  if (act.at === 'reason') {
    return { on: 'field', field: act.field, edited: field => wrap({ type: 'reason-edited', field }) };
  }
  if (act.at === 'review' && act.consent.by === 'typing') {
    return {
      on: 'field',
      field: act.consent.typed.field,
      edited: field => wrap({ type: 'consent-edited', field }),
    };
  }
  return { on: act.at === 'planning' ? 'waiting' : 'keys' };
}
