import { describeIncomplete } from '../../../core/registry/wholeness-words.ts';
import { type Binding, type Context, reasonNotToWrite } from '../../runtime/screen.ts';
import { unlessShown } from '../../runtime/unless-shown.ts';
import { findOtherAlias, type Message, type ShownState, type State, selectedGateRow } from './update.ts';

const words = {
  loading: 'The gate is still being read.',
  failed: 'The gate could not be read; r tries again.',
};

/** The keys of the gate screen. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'Show all',
    message: { type: 'row-opened' },
    hidden: state => selectedGateRow(state) === undefined || isOpen(state),
  },
  {
    keys: ['escape'],
    label: 'All rules',
    message: { type: 'row-closed' },
    hidden: state => !isOpen(state),
  },
  {
    keys: ['E'],
    label: 'Evaluate',
    message: { type: 'screen-asked', screen: 'evaluate' },
    disabled: (state, context) => reasonNotToWrite(context) ?? whenShown(reasonNotToEvaluate)(state),
  },
  {
    keys: ['o'],
    label: 'Decision',
    message: { type: 'screen-asked', screen: 'decision' },
    disabled: whenShown(reasonNoDecision),
  },
  {
    keys: ['P'],
    label: 'Promote',
    message: { type: 'screen-asked', screen: 'promote' },
    disabled: (state: State, context: Context) =>
      reasonNotToWrite(context) ?? whenShown(() => undefined)(state),
  },
  {
    keys: ['t'],
    label: 'Other alias',
    message: { type: 'screen-asked', screen: 'other-alias' },
    hidden: state => findOtherAlias(state) === undefined,
  },
];

function isOpen(state: State): boolean {
  return state.at === 'shown' && state.detail.at === 'open';
}

function reasonNotToEvaluate({ view }: ShownState): string | undefined {
  const { alias, loaded, version, standing } = view;
  if (standing.at === 'unusable-policy')
    return `The policy of ${alias} cannot be used until it is corrected.`;
  if (view.policy === undefined) return `No policy is bound to ${alias}, so there is nothing to judge by.`;
  const found = loaded.status.index.versions.find(each => each.version === version);
  return found?.whole === 'incomplete'
    ? `${version} ${describeIncomplete(found)}, so it cannot be judged.`
    : undefined;
}

function reasonNoDecision({ view }: ShownState): string | undefined {
  const isScored = view.policy?.policy.rules.some(rule => rule.rule === 'weightedScore') ?? false;
  if (isScored || (view.report !== undefined && view.report.decision !== null)) return undefined;
  const { model } = view.loaded.status.index;
  return `This policy has no weighted score; to score it all the same, type :decide ${model} ${view.version}`;
}

function whenShown(reason: (state: ShownState) => string | undefined): (state: State) => string | undefined {
  return unlessShown<State>(words, reason);
}
