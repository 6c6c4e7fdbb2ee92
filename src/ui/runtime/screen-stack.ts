import type { AppDefinition, AppEffect, AppState, OpenScreen, Reduced } from './app-state.ts';
import { contextOf, topScreen } from './app-state.ts';
import type { Effect, Next, Route, Tagged } from './effect.ts';
import { quitWhenIdle } from './leaving.ts';

/** Screens open at the same time, at most. */
const maxOpenScreens = 24;

/** Opens a route on top of the stack. */
export function openRoute(app: AppDefinition, state: AppState, route: Route): Reduced {
  const screen = app.screens.find(each => each.name === route.screen);
  if (!screen) return [withNotice(state, `There is no screen called ${route.screen}.`), []];
  if (state.stack.length >= maxOpenScreens) {
    return [withNotice(state, `${maxOpenScreens} screens are open; go back first.`), []];
  }
  const id = state.nextId;
  const [opened, effects] = screen.open(route, contextOf(state));
  const stack = [...state.stack, { id, route, state: opened }];
  return interpret(app, { ...state, stack, nextId: id + 1, overlay: { at: 'none' } }, id, effects);
}

/** Closes the screen on top and tells the one below that it is seen again. The last screen stays. */
export function closeTopScreen(app: AppDefinition, state: AppState): Reduced {
  const closing = state.stack.at(-1);
  if (!closing || state.stack.length === 1) {
    return [{ ...state, notice: { tone: 'muted', text: 'This is the first screen; q quits.' } }, []];
  }
  const below: AppState = { ...state, stack: state.stack.slice(0, -1), overlay: { at: 'none' } };
  const top = topScreen(app, below);
  const shownAgain = top?.screen.shownAgain;
  const [next, effects] =
    shownAgain && top ? sendToScreen(app, below, top.open.id, shownAgain) : still(below);
  return [next, [abortAllReads(closing), ...effects]];
}

/** Closes every screen and opens the route. */
function startOver(app: AppDefinition, state: AppState, route: Route): Reduced {
  const [next, effects] = openRoute(app, { ...state, stack: [] }, route);
  return next.stack.length === 0
    ? [{ ...state, notice: next.notice }, []]
    : [next, [...state.stack.map(abortAllReads), ...effects]];
}

/** Lets a screen update itself on a message. A message for a screen that has closed is dropped. */
export function sendToScreen(
  app: AppDefinition,
  state: AppState,
  screenId: number,
  message: Tagged,
): Reduced {
  const open = state.stack.find(each => each.id === screenId);
  const screen = open && app.screens.find(each => each.name === open.route.screen);
  if (!open || !screen) return still(state);
  const [next, effects]: Next<unknown> = screen.update(open.state, message, contextOf(state));
  const stack = state.stack.map(each => (each.id === screenId ? { ...each, state: next } : each));
  return interpret(app, next === open.state ? state : { ...state, stack }, screenId, effects);
}

/** Nothing to ask for. */
export function still(state: AppState): Reduced {
  return [state, []];
}

/** Carries out, in order, what a screen asked of the runtime, and passes on what it asked of the world. */
function interpret(
  app: AppDefinition,
  state: AppState,
  screenId: number,
  effects: readonly Effect[],
): Reduced {
  let current = state;
  const passedOn: AppEffect[] = [];
  for (const effect of effects) {
    const [next, more] = interpretOne(app, current, screenId, effect);
    current = next;
    passedOn.push(...more);
  }
  return [current, passedOn];
}

function interpretOne(app: AppDefinition, state: AppState, screenId: number, effect: Effect): Reduced {
  if ('run' in effect && !('do' in effect))
    return [state, [{ do: 'run', screenId, run: effect.run, input: effect.input }]];
  const onTop = state.stack.at(-1)?.id === screenId;
  switch (effect.do) {
    case 'openRoute':
      return onTop ? openRoute(app, state, effect.route) : still(state);
    case 'replaceRoute':
      return onTop ? replaceTopScreen(app, state, effect.route) : still(state);
    case 'startOver':
      return onTop ? startOver(app, state, effect.route) : still(state);
    case 'goBack':
      return onTop ? closeTopScreen(app, state) : still(state);
    case 'quit':
      return onTop ? quitWhenIdle(state, 0) : still(state);
    case 'suspend':
      return [state, [{ do: 'suspend' }]];
    case 'copy':
      return [state, [{ do: 'copy', text: effect.text }]];
    case 'queryCursor':
      return [{ ...state, cursorQueries: [...state.cursorQueries, screenId] }, [{ do: 'queryCursor' }]];
    case 'cancelReads':
      return [state, [{ do: 'abortReads', screenId, run: effect.run }]];
    case 'stopWrites':
      return [state, [{ do: 'stopWrites', screenId }]];
    case 'after':
      return [state, [{ do: 'after', screenId, delayMs: effect.delayMs, message: effect.message }]];
    case 'notice':
      return [{ ...state, notice: effect.notice }, []];
    case 'changeSurroundings':
      return [{ ...state, surroundings: { ...state.surroundings, ...effect.changes } }, []];
  }
}

function replaceTopScreen(app: AppDefinition, state: AppState, route: Route): Reduced {
  const closing = state.stack.at(-1);
  const [next, effects] = openRoute(app, { ...state, stack: state.stack.slice(0, -1) }, route);
  if (!closing || next.stack.length < state.stack.length) return [{ ...state, notice: next.notice }, []];
  return [next, [abortAllReads(closing), ...effects]];
}

function abortAllReads(screen: OpenScreen): AppEffect {
  return { do: 'abortReads', screenId: screen.id, run: undefined };
}

function withNotice(state: AppState, text: string): AppState {
  return { ...state, notice: { tone: 'warning', text } };
}
