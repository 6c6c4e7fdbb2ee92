import type { AppDefinition, AppEffect, AppMessage, AppState } from '../../../src/ui/runtime/app-state.ts';
import { reduceApp } from '../../../src/ui/runtime/reduce-app.ts';
import type { Key } from '../../../src/ui/terminal/key.ts';

/** A key as the splitter makes it. */
export function keyOf(name: string, coalesced = false): Key {
  const text = name === 'space' ? ' ' : Array.from(name).length === 1 ? name : undefined;
  return { name, text, coalesced };
}

/** The state and all effects after messages; plain strings are keys pressed one by one. */
export function press(
  app: AppDefinition,
  start: AppState,
  ...messages: readonly (string | AppMessage)[]
): { readonly state: AppState; readonly effects: readonly AppEffect[] } {
  let state = start;
  const effects: AppEffect[] = [];
  for (const each of messages) {
    const message: AppMessage = typeof each === 'string' ? { type: 'key', key: keyOf(each) } : each;
    const [next, asked] = reduceApp(app, state, message);
    state = next;
    effects.push(...asked);
  }
  return { state, effects };
}
