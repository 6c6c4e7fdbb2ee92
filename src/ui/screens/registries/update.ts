import type { AppError } from '../../../core/errors/app-error.ts';
import { formatCommand } from '../../../core/plan/planning.ts';
import {
  createList,
  type ListMove,
  moveList,
  selectedRow,
  type WindowedList,
} from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations, RegistryChoice } from '../../console/operations.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';

/** The registries that are configured. */
export type State =
  | { readonly at: 'loading' }
  | { readonly at: 'failed'; readonly error: AppError }
  | { readonly at: 'shown'; readonly choices: readonly RegistryChoice[]; readonly list: WindowedList };

export type Message =
  | Answers<ConsoleOperations, 'listRegistries' | 'openRegistry'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'registry-asked' };

/** Lines below the list: a rule, and how to open the selected registry. */
const panelRows = 3;

/** Starts to list the registries. */
export function open(): ConsoleNext<State> {
  return [{ at: 'loading' }, [listRegistries]];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'listRegistries/done':
      return [showChoices(state, message.value), []];
    case 'listRegistries/failed':
      return [{ at: 'failed', error: message.error }, []];
    case 'listRegistries/progress':
      return [state, []];
    case 'moved':
      if (state.at !== 'shown') return [state, []];
      return [{ ...state, list: moveList(state.list, message.move, listRows(context)) }, []];
    case 'refresh-asked':
      return [state.at === 'failed' ? { at: 'loading' } : state, [listRegistries]];
    case 'registry-asked': {
      const choice = selectedChoice(state);
      return choice === undefined || choice.isOpen
        ? [state, []]
        : [state, [{ run: 'openRegistry', input: { name: choice.name } }]];
    }
    case 'openRegistry/done':
      return [
        state,
        [
          {
            do: 'changeSurroundings',
            changes: { ...message.value, condition: undefined, unwritable: undefined },
          },
          { do: 'startOver', route: { screen: 'models' } },
        ],
      ];
    case 'openRegistry/failed': {
      const text = `${message.error.message} ${message.error.hint}`;
      return [state, [{ do: 'notice', notice: { tone: 'bad', text } }]];
    }
    case 'openRegistry/progress':
      return [state, []];
    default:
      return message satisfies never;
  }
}

/** The registry under the cursor; undefined while there is none. */
export function selectedChoice(state: State): RegistryChoice | undefined {
  if (state.at !== 'shown') return undefined;
  const row = selectedRow(state.list);
  return row === undefined ? undefined : state.choices[row];
}

/** Rows for the registries, without their headings. Pure. */
export function listRows(context: Pick<Context, 'size'>): number {
  return Math.max(1, context.size.rows - 1 - panelRows);
}

/** The command that opens a registry. Pure. */
export function commandToOpen(choice: RegistryChoice): string {
  return formatCommand(['--registry', choice.name]);
}

/** That it is open, or how to open it. Pure. */
export function describeOpening(choice: RegistryChoice): string {
  return choice.isOpen
    ? `${choice.name} is the one that is open.`
    : `Enter opens it here; in a shell: ${commandToOpen(choice)}`;
}

const listRegistries = { run: 'listRegistries', input: {} } as const;

/** The cursor stays on its registry; at first it is on the open one. */
function showChoices(state: State, choices: readonly RegistryChoice[]): State {
  const selected = selectedChoice(state)?.name;
  const row = choices.findIndex(choice =>
    selected === undefined ? choice.isOpen : choice.name === selected,
  );
  return { at: 'shown', choices, list: createList(choices.length, Math.max(0, row)) };
}
