import { findMirror } from '../../../core/session/source-facts.ts';
import { reasonNotToCarry } from '../../act/reason-not-to-carry.ts';
import type { Binding, Context } from '../../runtime/screen.ts';
import { modelOfHistories } from './sync-rows.ts';
import { type Message, type State, selectedSyncRow } from './update.ts';

const isOpen = (state: State): boolean => state.detail.at === 'open';
const isOfHistories = (state: State, context: Context): boolean =>
  modelOfHistories(selectedSyncRow(state, context)) !== undefined;

function reasonNoMirror(_: State, { source, registry }: Context): string | undefined {
  return findMirror(source) === undefined ? `There is no bucket behind ${registry.name}.` : undefined;
}

/** The keys of the sync screen. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'Both histories',
    message: { type: 'row-opened' },
    hidden: (state, context) => isOpen(state) || !isOfHistories(state, context),
  },
  {
    keys: ['enter'],
    label: 'Show all',
    message: { type: 'row-opened' },
    hidden: (state, context) =>
      isOpen(state) || selectedSyncRow(state, context) === undefined || isOfHistories(state, context),
  },
  {
    keys: ['escape'],
    label: 'Stop reading',
    message: { type: 'refresh-cancelled' },
    hidden: state => state.refresh.at === 'idle' || isOpen(state),
  },
  {
    keys: ['escape'],
    label: 'All differences',
    message: { type: 'row-closed' },
    hidden: state => !isOpen(state),
  },
  {
    keys: ['D'],
    label: 'Pull',
    message: { type: 'transfer-asked', direction: 'pull' },
    disabled: (_, context) => reasonNotToCarry('pull', context),
  },
  {
    keys: ['U'],
    label: 'Push',
    message: { type: 'transfer-asked', direction: 'push' },
    disabled: (_, context) => reasonNotToCarry('push', context),
  },
  {
    keys: ['r'],
    label: 'Read the bucket',
    message: { type: 'refresh-asked' },
    disabled: (state, context) =>
      reasonNoMirror(state, context) ??
      (state.refresh.at === 'running' ? 'The bucket is being read already; esc stops.' : undefined),
  },
];
