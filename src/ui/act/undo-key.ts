import type { Binding } from '../runtime/screen.ts';
import type { Act } from './act.ts';

/** Acts whose receipt offers the reverse plan. */
const undoable: ReadonlySet<string> = new Set(['promote', 'rollback', 'unset', 'hold', 'release']);

/** The operation a finished act could take back; undefined when there is none. */
export function findUndo(
  act: Act | undefined,
): { readonly model: string; readonly operationId: string } | undefined {
  if (act?.at !== 'finished' || act.receipt.outcome !== 'applied' || !undoable.has(act.receipt.act))
    return undefined;
  return { model: act.receipt.model, operationId: act.receipt.operationId };
}

/** The key that opens the prefilled reverse plan of what was just done. */
export function undoBinding<State, Message>(
  actOf: (state: State) => Act | undefined,
  message: Message,
): Binding<State, Message> {
  return { keys: ['Z'], label: 'Undo', message, hidden: state => findUndo(actOf(state)) === undefined };
}
