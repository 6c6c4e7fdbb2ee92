import type { Binding } from '../../runtime/screen.ts';
import { unlessShown } from '../../runtime/unless-shown.ts';
import { findHook, type LineageRow } from './lineage-table.ts';
import { chooseComparison, type Message, type ShownState, type State, selectedRow } from './update.ts';

const words = {
  loading: 'The lineage is still being read.',
  failed: 'The lineage could not be read; r tries again.',
};

/** The keys of the lineage screen. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'Version',
    message: { type: 'screen-asked', screen: 'version' },
    disabled: unlessSelected(reasonNotRegistered),
  },
  {
    keys: ['space'],
    label: 'Mark',
    message: { type: 'mark-toggled' },
    disabled: unlessSelected(reasonNotRegistered),
  },
  {
    keys: ['d'],
    label: 'Diff',
    message: { type: 'screen-asked', screen: 'diff' },
    disabled: unlessSelected(reasonNoDiff),
  },
  {
    keys: ['p'],
    label: 'To its parent',
    message: { type: 'origin-asked' },
    disabled: unlessSelected(reasonNoOrigin),
  },
];

function unlessSelected(reason: (row: LineageRow, state: ShownState) => string | undefined) {
  return unlessShown<State>(words, state => {
    const row = selectedRow(state);
    if (row !== undefined) return reason(row, state);
    return state.filter === '' ? 'There is no version yet.' : 'No version fits the filter.';
  });
}

function reasonNotRegistered({ tree: { node } }: LineageRow): string | undefined {
  return node.isRegistered ? undefined : `${node.version} is not registered: only the lineage file has it.`;
}

function reasonNoDiff(row: LineageRow, state: ShownState): string | undefined {
  const { version } = row.tree.node;
  const comparison = chooseComparison(state, version);
  if ('reason' in comparison) return comparison.reason;
  const usesSelected = comparison.before === version || comparison.after === version;
  return usesSelected ? reasonNotRegistered(row) : undefined;
}

function reasonNoOrigin(row: LineageRow, { table, rows }: ShownState): string | undefined {
  const hook = findHook(table.rows, row);
  if (hook === undefined) return `${row.tree.node.version} hangs on no other version of this model.`;
  return rows.includes(hook) ? undefined : `The filter leaves ${hook.tree.node.version} out.`;
}
