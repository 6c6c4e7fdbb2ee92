import type { TextField } from '../components/text-field.ts';
import { editField, insertText, textOf } from '../components/text-field.ts';
import { listMoveKeys } from '../components/windowed-list.ts';
import type { Key } from '../terminal/key.ts';
import type { AppDefinition, AppState, Overlay, Reduced } from './app-state.ts';
import { chromeRows, topScreen } from './app-state.ts';
import { helpLines, moveHelp } from './help.ts';
import { completePaletteText, paletteEntries, performEntry } from './palette.ts';
import { sendToScreen, still } from './screen-stack.ts';

type Shown = Exclude<Overlay, { readonly at: 'none' }>;

/** What a key does while something lies over the screen. Pure. */
export function reduceOverlayKey(app: AppDefinition, state: AppState, overlay: Shown, key: Key): Reduced {
  switch (overlay.at) {
    case 'help':
      return still(reduceHelpKey(app, state, overlay.offset, key));
    case 'filter':
      return reduceFilterKey(app, state, overlay.field, key);
    case 'palette':
      return reducePaletteKey(app, state, overlay, key);
  }
}

/** What a paste does there; undefined when nothing there takes text. */
export function reduceOverlayPaste(
  app: AppDefinition,
  state: AppState,
  overlay: Shown,
  text: string,
): Reduced | undefined {
  switch (overlay.at) {
    case 'help':
      return undefined;
    case 'filter':
      return changeFilter(app, state, insertText(overlay.field, text));
    case 'palette':
      return still({
        ...state,
        overlay: { ...overlay, field: insertText(overlay.field, text), selected: 0 },
      });
  }
}

function reduceHelpKey(app: AppDefinition, state: AppState, offset: number, key: Key): AppState {
  const move = listMoveKeys[key.name];
  if (!move) return ['escape', '?', 'f1', 'q', 'enter'].includes(key.name) ? close(state) : state;
  const rows = state.size.rows - chromeRows;
  return {
    ...state,
    overlay: { at: 'help', offset: moveHelp(offset, move, helpLines(app, state).length, rows) },
  };
}

function reduceFilterKey(app: AppDefinition, state: AppState, field: TextField, key: Key): Reduced {
  const top = topScreen(app, state);
  if (key.name === 'escape') {
    const filter = top?.screen.filter;
    return top && filter
      ? sendToScreen(app, close(state), top.open.id, filter.changed(''))
      : still(close(state));
  }
  if (key.name === 'enter') return still(close(state));
  const edited = editField(field, key);
  if (edited) return changeFilter(app, state, edited);
  const move = listMoveKeys[key.name];
  return move && top?.screen.moved
    ? sendToScreen(app, state, top.open.id, top.screen.moved(move))
    : still(state);
}

function changeFilter(app: AppDefinition, state: AppState, field: TextField): Reduced {
  const top = topScreen(app, state);
  const filter = top?.screen.filter;
  if (!top || !filter) return still(close(state));
  return sendToScreen(
    app,
    { ...state, overlay: { at: 'filter', field } },
    top.open.id,
    filter.changed(textOf(field)),
  );
}

function reducePaletteKey(
  app: AppDefinition,
  state: AppState,
  overlay: Extract<Overlay, { at: 'palette' }>,
  key: Key,
): Reduced {
  const entries = paletteEntries(app, state, textOf(overlay.field));
  const entry = entries[overlay.selected];
  switch (key.name) {
    case 'escape':
      return still(close(state));
    case 'down':
    case 'up': {
      const moved = overlay.selected + (key.name === 'down' ? 1 : -1);
      const selected = Math.max(0, Math.min(moved, entries.length - 1));
      return still({ ...state, overlay: { ...overlay, selected } });
    }
    case 'tab':
      return still(entry ? completePaletteText(app, state, entry) : state);
    case 'enter':
      return entry ? performEntry(app, state, entry, textOf(overlay.field)) : still(state);
    default: {
      const field = editField(overlay.field, key);
      return still(field ? { ...state, overlay: { at: 'palette', field, selected: 0 } } : state);
    }
  }
}

function close(state: AppState): AppState {
  return { ...state, overlay: { at: 'none' } };
}
