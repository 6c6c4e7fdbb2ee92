import type { AppError } from '../../../core/errors/app-error.ts';
import { createTextField, type TextField, textOf } from '../../components/text-field.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { Answers } from '../../runtime/effect.ts';

/** The question who acts, asked once where only a login that many people share is known. */
export type State = { readonly field: TextField; readonly error: AppError | undefined };

export type Message =
  | Answers<ConsoleOperations, 'nameActor'>
  | { readonly type: 'name-edited'; readonly field: TextField }
  | { readonly type: 'name-given' }
  | { readonly type: 'question-skipped' };

/** Opens the question with an empty field. */
export function open(): ConsoleNext<State> {
  return [{ field: createTextField('', 200), error: undefined }, []];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message): ConsoleNext<State> {
  switch (message.type) {
    case 'name-edited':
      return [{ ...state, field: message.field }, []];
    case 'name-given':
      return [state, [{ run: 'nameActor', input: { name: textOf(state.field).trim() } }]];
    case 'question-skipped':
      return [state, [{ do: 'startOver', route: { screen: 'models' } }]];
    case 'nameActor/done':
      return [
        state,
        [
          { do: 'changeSurroundings', changes: message.value },
          { do: 'startOver', route: { screen: 'models' } },
        ],
      ];
    case 'nameActor/failed':
      return [{ ...state, error: message.error }, []];
    case 'nameActor/progress':
      return [state, []];
    default:
      return message satisfies never;
  }
}
