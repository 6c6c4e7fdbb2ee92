import { editField, insertText } from '../components/text-field.ts';
import { listMoveKeys } from '../components/windowed-list.ts';
import type { Key } from '../terminal/key.ts';
import type { AppDefinition, AppState, Reduced } from './app-state.ts';
import { contextOf, isTooSmall, topScreen } from './app-state.ts';
import { findBinding, liveBindings } from './binding-state.ts';
import type { Tagged } from './effect.ts';
import type { GlobalCommand } from './global-keys.ts';
import { findGlobalCommand } from './global-keys.ts';
import { interruptedExitCode, quitWhenIdle, stopSoon } from './leaving.ts';
import { performBinding, performGlobal, refuse } from './perform.ts';
import { reduceOverlayKey, reduceOverlayPaste } from './reduce-overlay.ts';
import type { Focus } from './screen.ts';
import { sendToScreen, still } from './screen-stack.ts';

const keysOfChoice: ReadonlySet<string> = new Set(['up', 'down', 'j', 'k', 'enter']);

/** What may be pressed while the screen waits; ctrl-c and ctrl-z are everybody's. */
const keysWhileWaiting: ReadonlySet<string> = new Set(['escape']);

/** What one key does. Pure. Keys of one chunk come here one after the other, each seeing what the one before did. */
export function reduceKey(app: AppDefinition, before: AppState, key: Key): Reduced {
  const isSeen = before.notice !== undefined && !key.follows;
  const state: AppState = isSeen ? { ...before, notice: undefined } : before;
  const command = findGlobalCommand(key.name);
  if (command === 'interrupt') return stopSoon(state, interruptedExitCode);
  if (command === 'suspend') return [state, [{ do: 'suspend' }]];
  if (isTooSmall(state.size)) return reduceUnseenKey(app, state, command);
  if (state.overlay.at !== 'none') return reduceOverlayKey(app, state, state.overlay, key);
  return reduceScreenKey(app, state, key);
}

/** What a paste does: it goes to the text field that has the keys, or nowhere. It never presses a key. */
export function reducePaste(app: AppDefinition, before: AppState, text: string): Reduced {
  const state: AppState = { ...before, notice: undefined };
  if (isTooSmall(state.size)) return dropPaste(state);
  if (state.overlay.at !== 'none')
    return reduceOverlayPaste(app, state, state.overlay, text) ?? dropPaste(state);
  const top = topScreen(app, state);
  const focus = top && focusOf(app, state);
  if (!top || focus?.on !== 'field') return dropPaste(state);
  return sendToScreen(app, state, top.open.id, focus.edited(insertText(focus.field, text)));
}

/** Who gets the keys of the screen on top. */
export function focusOf(app: AppDefinition, state: AppState): Focus<Tagged> {
  const top = topScreen(app, state);
  return top?.screen.focus?.(top.open.state, contextOf(state)) ?? { on: 'keys' };
}

function reduceScreenKey(app: AppDefinition, state: AppState, key: Key): Reduced {
  const top = topScreen(app, state);
  if (!top) return still(state);
  const focus = focusOf(app, state);
  if (focus.on === 'field') {
    const field = editField(focus.field, key);
    if (field) return sendToScreen(app, state, top.open.id, focus.edited(field));
  }
  if (focus.on === 'select' && keysOfChoice.has(key.name)) return [state, [{ do: 'pressKey', key }]];

  if (focus.on === 'waiting' && !keysWhileWaiting.has(key.name)) return still(state);

  const binding = findBinding(liveBindings(top.screen, top.open.state, contextOf(state)), key.name);
  if (binding?.confirms && key.coalesced && binding.reason === undefined) {
    return refuse(
      state,
      `Several keys arrived at once, so nothing was confirmed; press ${key.name} on its own.`,
    );
  }
  if (binding) return performBinding(app, state, binding);

  const move = listMoveKeys[key.name];
  if (move && top.screen.moved) return sendToScreen(app, state, top.open.id, top.screen.moved(move));
  const command = findGlobalCommand(key.name);
  return command ? performGlobal(app, state, command) : still(state);
}

/** A screen that is too small to be seen takes no keys but those that leave and help. */
function reduceUnseenKey(app: AppDefinition, state: AppState, command: GlobalCommand | undefined): Reduced {
  if (command === 'quit') return quitWhenIdle(state, 0);
  if (command === 'help' && state.overlay.at === 'help') return still({ ...state, overlay: { at: 'none' } });
  if (command === 'help' && state.overlay.at === 'none') return performGlobal(app, state, 'help');
  return still(state);
}

function dropPaste(state: AppState): Reduced {
  return refuse(state, 'The paste was dropped: no text field has the keys.');
}
