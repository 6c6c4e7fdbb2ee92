import { type Binding, type Context, reasonNotToWrite } from '../../runtime/screen.ts';
import { unlessShown } from '../../runtime/unless-shown.ts';
import { type Message, type State, selectedEntry } from './update.ts';

const reasonNoEntry = unlessShown<State>(
  { loading: 'The history is still being read.', failed: 'The history could not be read; r tries again.' },
  ({ rows }) => (rows.length === 0 ? 'Nothing is on record yet.' : undefined),
);

/** The keys of the history screen. */
export const bindings: readonly Binding<State, Message>[] = [
  { keys: ['enter'], label: 'Expand', message: { type: 'detail-toggled' }, disabled: reasonNoEntry },
  { keys: ['Z'], label: 'Undo', message: { type: 'undo-asked' }, disabled: reasonNotToUndo },
];

function reasonNotToUndo(state: State, context: Context): string | undefined {
  const reason = reasonNotToWrite(context) ?? reasonNoEntry(state);
  if (reason !== undefined) return reason;
  const row = selectedEntry(state);
  switch (row?.kind) {
    case 'entry':
      return row.reasonNotToUndo;
    case 'pending':
      return row.origin === 'drift'
        ? 'It is not on record yet: press A on the models screen to keep it or to put it back.'
        : 'It is not on record yet.';
    case 'foreign':
      return 'Another program did this before lastgood kept the history.';
    case undefined:
      return 'Nothing is selected.';
    default:
      return row satisfies undefined;
  }
}
