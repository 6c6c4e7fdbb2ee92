import type { ListMove } from '../components/windowed-list.ts';
import { rowsOfMove } from '../components/windowed-list.ts';
import type { AppDefinition, AppState } from './app-state.ts';
import { contextOf, topScreen } from './app-state.ts';
import { liveBindings } from './binding-state.ts';
import type { GlobalCommand } from './global-keys.ts';
import { formatKeyName, globalBindings, moveDescriptions } from './global-keys.ts';
import type { AnyScreen } from './screen.ts';

/** One line of help. */
export type HelpLine =
  | { readonly kind: 'heading'; readonly text: string }
  | {
      readonly kind: 'key';
      readonly keys: string;
      readonly label: string;
      readonly reason: string | undefined;
    };

/** What every key does here and now; what cannot be done says why. Pure. */
export function helpLines(app: AppDefinition, state: AppState): readonly HelpLine[] {
  const top = topScreen(app, state);
  if (!top) return [];
  const isRefreshed = top.screen.refreshed !== undefined || app.refreshes?.(contextOf(state)) !== undefined;
  const isChoosing = top.screen.focus?.(top.open.state, contextOf(state)).on === 'select';
  const own = liveBindings(top.screen, top.open.state, contextOf(state));
  return [
    ...section('This screen', [
      ...(isChoosing ? [keyLine(['enter'], 'Choose')] : []),
      ...own.map(each => keyLine(each.keys, each.label, each.reason)),
    ]),
    ...section(
      'Moving',
      top.screen.moved ? moveDescriptions.map(each => keyLine(each.keys, each.label)) : [],
    ),
    ...section(
      'Everywhere',
      globalBindings.map(each =>
        keyLine(each.keys, each.label, reasonNotHere(each.command, top.screen, isRefreshed)),
      ),
    ),
  ];
}

/** The first line shown after a move, `rows` lines high. */
export function moveHelp(offset: number, move: ListMove, lineCount: number, rows: number): number {
  const wanted = offset + rowsOfMove(move, lineCount, rows);
  return Math.max(0, Math.min(wanted, lineCount - Math.max(1, rows)));
}

/** Why a command of every screen does nothing on this one; undefined when it does something. */
function reasonNotHere(command: GlobalCommand, screen: AnyScreen, isRefreshed: boolean): string | undefined {
  if (command === 'filter' && !screen.filter) return 'Nothing to filter here.';
  if (command === 'refresh' && !isRefreshed) return 'Nothing to refresh here.';
  if (command === 'copy' && !screen.copies) return 'Nothing to copy here.';
  return undefined;
}

function section(heading: string, lines: readonly HelpLine[]): readonly HelpLine[] {
  return lines.length === 0 ? [] : [{ kind: 'heading', text: heading }, ...lines];
}

function keyLine(keys: readonly string[], label: string, reason?: string): HelpLine {
  return { kind: 'key', keys: keys.map(formatKeyName).join(' '), label, reason };
}
