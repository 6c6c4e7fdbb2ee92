import type { AppDefinition, AppState } from './app-state.ts';
import type { Verb } from './verb.ts';

/**
 * The words of a verb as they would be with a name in the place of the one that is being typed: names that begin with it first, then
 * those that contain it. Empty where no open screen knows names for that word. Pure.
 */
export function offerWords(
  app: AppDefinition,
  state: AppState,
  verb: Verb,
  typed: string,
): readonly (readonly string[])[] {
  const words = typed.trimStart().split(/\s+/).slice(1);
  const before = words.slice(0, -1);
  const current = (words.at(-1) ?? '').toLowerCase();
  const wanted = verb.words[before.length]?.replace(/[[\]]/g, '');
  if (wanted === undefined) return [];
  const names = namesFor(app, state, wanted, before).filter(name => !/\s/.test(name));
  const isLast = before.length + 1 === verb.words.length;
  const fitting = names.filter(name => !(isLast && name === words.at(-1)));
  const begins = fitting.filter(name => name.toLowerCase().startsWith(current));
  const contains = fitting.filter(name => name.toLowerCase().includes(current) && !begins.includes(name));
  return [...begins, ...contains].map(name => [...before, name]);
}

/** What the topmost screen that knows any says. */
function namesFor(
  { screens }: AppDefinition,
  { stack }: AppState,
  word: string,
  before: readonly string[],
): readonly string[] {
  for (const open of stack.toReversed()) {
    const screen = screens.find(each => each.name === open.route.screen);
    const names = screen?.namesFor?.(open.state, word, before) ?? [];
    if (names.length > 0) return names;
  }
  return [];
}
