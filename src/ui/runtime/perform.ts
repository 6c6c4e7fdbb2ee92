import { createTextField } from '../components/text-field.ts';
import type { AppDefinition, AppEffect, AppState, Reduced } from './app-state.ts';
import { contextOf, noScreenId, topScreen } from './app-state.ts';
import { findBinding, type LiveBinding, liveBindings } from './binding-state.ts';
import type { GlobalCommand } from './global-keys.ts';
import { interruptedExitCode, quitWhenIdle, stopSoon } from './leaving.ts';
import { closeTopScreen, sendToScreen, still } from './screen-stack.ts';

/** Does what a command of every screen does, from its key or from the palette. */
export function performGlobal(app: AppDefinition, state: AppState, command: GlobalCommand): Reduced {
  const top = topScreen(app, state);
  switch (command) {
    case 'help':
      return still({ ...state, overlay: { at: 'help', offset: 0 } });
    case 'palette':
      return still({ ...state, overlay: { at: 'palette', field: createTextField(), selected: 0 } });
    case 'filter': {
      const filter = top?.screen.filter;
      if (!top || !filter) return refuse(state, 'There is nothing to filter here.');
      return still({
        ...state,
        overlay: { at: 'filter', field: createTextField(filter.text(top.open.state)) },
      });
    }
    case 'refresh':
      return refresh(app, state);
    case 'copy': {
      const text = top?.screen.copies?.(top.open.state, contextOf(state));
      return text === undefined
        ? refuse(state, 'There is nothing to copy here.')
        : [state, [{ do: 'copy', text }]];
    }
    case 'back':
      return clearFilter(app, state) ?? closeTopScreen(app, state);
    case 'quit':
      return quitWhenIdle(state, 0);
    case 'suspend':
      return [state, [{ do: 'suspend' }]];
    case 'interrupt':
      return stopSoon(state, interruptedExitCode);
  }
}

/** Does what a binding does, or says why it does not. */
export function performBinding(app: AppDefinition, state: AppState, binding: LiveBinding): Reduced {
  const top = topScreen(app, state);
  if (!top) return still(state);
  if (binding.reason !== undefined) {
    const [refusedKey] = binding.keys;
    return still({ ...state, notice: { tone: 'warning', text: binding.reason, refusedKey } });
  }
  return sendToScreen(app, state, top.open.id, binding.message());
}

/** The screen reads again what it shows, and what that is read from is read again too. */
function refresh(app: AppDefinition, state: AppState): Reduced {
  const top = topScreen(app, state);
  const asked = app.refreshes?.(contextOf(state));
  const source: readonly AppEffect[] = asked ? [{ do: 'run', screenId: noScreenId, ...asked }] : [];
  if (!top?.screen.refreshed)
    return asked ? [state, source] : refuse(state, 'There is nothing to refresh here.');
  const [next, effects] = sendToScreen(app, state, top.open.id, top.screen.refreshed);
  return [next, [...effects, ...source]];
}

function clearFilter(app: AppDefinition, state: AppState): Reduced | undefined {
  const top = topScreen(app, state);
  const filter = top?.screen.filter;
  if (!top || !filter || filter.text(top.open.state) === '') return undefined;
  return sendToScreen(app, state, top.open.id, filter.changed(''));
}

/** The state without the reason of a key that did nothing, once that is not its reason any more. */
export function dropOldRefusal(app: AppDefinition, state: AppState): AppState {
  const refused = state.notice?.refusedKey;
  const top = refused === undefined ? undefined : topScreen(app, state);
  if (refused === undefined || top === undefined) return state;
  const binding = findBinding(liveBindings(top.screen, top.open.state, contextOf(state)), refused);
  return binding?.reason === state.notice?.text ? state : { ...state, notice: undefined };
}

/** Nothing happens, and the user reads why. */
export function refuse(state: AppState, text: string): Reduced {
  return [{ ...state, notice: { tone: 'warning', text } }, []];
}
