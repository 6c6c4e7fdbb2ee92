import type { Act } from '../../act/act.ts';
import { actBindings } from '../../act/act-keys.ts';
import { type Binding, reasonNotToWrite } from '../../runtime/screen.ts';
import { canGiveEvidence, isGateReview, reasonNotToJudge } from './evidence.ts';
import type { Message, State } from './state.ts';
import { reasonNotToPromote, selectedVersion } from './update.ts';

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
      if (state.at !== 'version') return undefined;
      const { status } = state.loaded;
      if (status.index.isArriving && !state.touched)
        return 'The list is still being read: wait, or choose a version with j and k.';
      const reason = reasonNotToPromote(status, version);
      return reason === undefined ? reasonNotToWrite(context) : `${version.version} ${reason}.`;
    },
  },
  {
    keys: ['enter'],
    label: 'Judge it',
    message: { type: 'evidence-given' },
    hidden: state => state.at !== 'evidence',
  },
  {
    keys: ['escape'],
    label: 'Back',
    message: { type: 'evidence-left' },
    hidden: state => state.at !== 'evidence',
  },
  {
    keys: ['e'],
    label: 'Results folder',
    message: { type: 'evidence-asked' },
    hidden: state => !canGiveEvidence(state),
    disabled: state => reasonNotToJudge(state),
  },
  {
    keys: ['O'],
    label: 'Override gate',
    message: { type: 'override-asked' },
    hidden: state => !isGateReview(state),
  },
  ...actBindings<State, Message>(
    actOf,
    message => message,
    state => state.at === 'acting' && state.passing === 'overridden',
  ),
  {
    keys: ['escape'],
    label: 'Do not override',
    message: { type: 'override-left' },
    hidden: state => !isAskingWhyToOverride(state),
  },
  {
    keys: ['escape'],
    label: 'Other version',
    message: { type: 'version-reopened' },
    hidden: state => isAskingWhyToOverride(state) || (state.at !== 'alias' && actOf(state)?.at !== 'reason'),
  },
];

function isAskingWhyToOverride(state: State): boolean {
  return state.at === 'acting' && state.act.at === 'reason' && state.passing === 'overridden';
}
