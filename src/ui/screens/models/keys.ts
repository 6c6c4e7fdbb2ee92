import { findMirror } from '../../../core/session/source-facts.ts';
import { type Binding, type Context, reasonNotToWrite } from '../../runtime/screen.ts';
import { unlessShown } from '../../runtime/unless-shown.ts';
import { hasDrifted, liveAliases } from './model-state.ts';
import { type Message, type State, selectedModel } from './update.ts';

const reasonNoModel = unlessShown<State>(
  { loading: 'The models are still being read.', failed: 'The models could not be read; r tries again.' },
  ({ rows, filter }) => {
    if (rows.length > 0) return undefined;
    return filter === '' ? 'There is no model yet.' : 'No model fits the filter.';
  },
);

/** The keys of the models screen. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'Versions',
    message: { type: 'screen-asked', screen: 'versions' },
    disabled: reasonNoModel,
  },
  {
    keys: ['R'],
    label: 'Roll back',
    message: { type: 'screen-asked', screen: 'rollback' },
    disabled: (state, context) => reasonNotToChange(state, context) ?? reasonNothingLive(state),
  },
  {
    keys: ['P'],
    label: 'Promote',
    message: { type: 'screen-asked', screen: 'promote' },
    disabled: reasonNotToChange,
  },
  {
    keys: ['D'],
    label: 'Deploy',
    message: { type: 'screen-asked', screen: 'deploy' },
    disabled: reasonNotToChange,
  },
  {
    keys: ['d'],
    label: 'Unfinished deployments',
    message: { type: 'screen-asked', screen: 'deployments' },
    hidden: (_, { cutOff = [] }) => cutOff.length === 0,
  },
  {
    keys: ['h'],
    label: 'History',
    message: { type: 'screen-asked', screen: 'history' },
    disabled: reasonNoModel,
  },
  {
    keys: ['t'],
    label: 'Trend',
    message: { type: 'screen-asked', screen: 'trend' },
    disabled: reasonNoModel,
  },
  {
    keys: ['A'],
    label: 'Decide drift',
    message: { type: 'screen-asked', screen: 'drift' },
    disabled: (state, context) => reasonNotToChange(state, context) ?? reasonNoDrift(state),
  },
  {
    keys: ['s'],
    label: 'Sync',
    message: { type: 'screen-asked', screen: 'sync' },
    disabled: reasonNoMirror,
  },
  { keys: ['x'], label: 'Registries', message: { type: 'screen-asked', screen: 'registries' } },
  { keys: ['a'], label: 'Activity', message: { type: 'screen-asked', screen: 'activity' } },
];

function reasonNotToChange(state: State, context: Context): string | undefined {
  return reasonNotToWrite(context) ?? reasonNoModel(state);
}

function reasonNoMirror(_: State, { source, registry }: Context): string | undefined {
  return findMirror(source) === undefined
    ? `There is no bucket behind ${registry.name}, so there is nothing to sync.`
    : undefined;
}

function reasonNothingLive(state: State): string | undefined {
  const model = selectedModel(state);
  if (model === undefined || liveAliases(model.status).length > 0) return undefined;
  const { index } = model.status;
  return index.isArriving
    ? `What is live of ${index.model} is not known yet: the list is still being read.`
    : `Nothing of ${index.model} is live, so there is nothing to roll back.`;
}

function reasonNoDrift(state: State): string | undefined {
  const model = selectedModel(state);
  if (model === undefined || hasDrifted(model.status)) return undefined;
  return `${model.status.index.model} has not drifted.`;
}
