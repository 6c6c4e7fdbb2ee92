import { textOf } from '../../components/text-field.ts';
import type { Binding } from '../../runtime/screen.ts';
import type { Message, State } from './update.ts';

export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'That is me',
    message: { type: 'name-given' },
    disabled: state =>
      textOf(state.field).trim() === '' ? 'Type a name, or press esc to go on without.' : undefined,
  },
  { keys: ['escape'], label: 'Go on without', message: { type: 'question-skipped' } },
];
