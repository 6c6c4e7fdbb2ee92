import { createTextField, textOf } from '../components/text-field.ts';
import type { AppDefinition, AppState, Reduced } from './app-state.ts';
import { contextOf, topScreen } from './app-state.ts';
import type { LiveBinding } from './binding-state.ts';
import { liveBindings } from './binding-state.ts';
import { fuzzyScore } from './fuzzy.ts';
import type { GlobalCommand } from './global-keys.ts';
import { formatKeyName, globalBindings } from './global-keys.ts';
import { performBinding, performGlobal } from './perform.ts';
import { openRoute, still } from './screen-stack.ts';
import type { Verb } from './verb.ts';
import { describeWordProblem, formatVerb } from './verb.ts';

/** One line of the palette. */
export type PaletteEntry = {
  /** What is matched and shown first: `Roll back`, `rollback MODEL`. */
  readonly text: string;
  /** The key that does the same, or what a verb does. */
  readonly note: string;
  /** Why it cannot be done now. */
  readonly reason: string | undefined;
  readonly does:
    | { readonly by: 'binding'; readonly binding: LiveBinding }
    | { readonly by: 'command'; readonly command: GlobalCommand }
    | { readonly by: 'verb'; readonly verb: Verb };
};

/** What can be done here that fits the typed text, best first. Bindings that confirm are never offered. Pure. */
export function paletteEntries(app: AppDefinition, state: AppState, typed: string): readonly PaletteEntry[] {
  const verb = verbOf(app, typed);
  if (verb) return [entryOfVerb(verb)];
  return allEntries(app, state)
    .map(entry => ({ entry, score: fuzzyScore(typed, entry.text) }))
    .filter(scored => scored.score !== undefined)
    .sort((left, right) => (typed === '' ? 0 : (right.score ?? 0) - (left.score ?? 0)))
    .map(scored => scored.entry);
}

/** Does what the entry does, with the words typed after a verb. */
export function performEntry(
  app: AppDefinition,
  state: AppState,
  entry: PaletteEntry,
  typed: string,
): Reduced {
  const closed: AppState = { ...state, overlay: { at: 'none' } };
  switch (entry.does.by) {
    case 'binding':
      return performBinding(app, closed, entry.does.binding);
    case 'command':
      return performGlobal(app, closed, entry.does.command);
    case 'verb':
      return performVerb(
        app,
        state,
        entry,
        entry.does.verb,
        verbOf(app, typed) ? wordsOf(typed).slice(1) : [],
      );
  }
}

/** The palette with the entry's text typed out, ready for the words of a verb; words that were typed already stay. */
export function completePaletteText(state: AppState, entry: PaletteEntry): AppState {
  const typed = state.overlay.at === 'palette' ? wordsOf(textOf(state.overlay.field)) : [];
  if (entry.does.by === 'verb' && typed.length > 1 && typed[0] === entry.does.verb.name) return state;
  const text = entry.does.by === 'verb' ? `${entry.does.verb.name} ` : entry.text;
  return { ...state, overlay: { at: 'palette', field: createTextField(text), selected: 0 } };
}

function performVerb(
  app: AppDefinition,
  state: AppState,
  entry: PaletteEntry,
  verb: Verb,
  words: readonly string[],
): Reduced {
  const wordProblem = describeWordProblem(verb, words);
  const answer = wordProblem === undefined ? verb.open(words) : { problem: wordProblem };
  if ('route' in answer) return openRoute(app, { ...state, overlay: { at: 'none' } }, answer.route);
  const kept = words.length === 0 ? completePaletteText(state, entry) : state;
  return still({ ...kept, notice: { tone: 'warning', text: answer.problem } });
}

function allEntries(app: AppDefinition, state: AppState): readonly PaletteEntry[] {
  const top = topScreen(app, state);
  const bindings = top ? liveBindings(top.screen, top.open.state, contextOf(state)) : [];
  return [
    ...bindings.filter(binding => !binding.confirms).map(entryOfBinding),
    ...app.verbs.map(entryOfVerb),
    ...globalBindings
      .filter(binding => binding.command !== 'palette')
      .map(binding => ({
        text: binding.label,
        note: formatKeyName(binding.keys[0] ?? ''),
        reason: undefined,
        does: { by: 'command', command: binding.command } as const,
      })),
  ];
}

function entryOfBinding(binding: LiveBinding): PaletteEntry {
  const note = formatKeyName(binding.keys[0] ?? '');
  return { text: binding.label, note, reason: binding.reason, does: { by: 'binding', binding } };
}

function entryOfVerb(verb: Verb): PaletteEntry {
  return { text: formatVerb(verb), note: verb.label, reason: undefined, does: { by: 'verb', verb } };
}

/** The verb whose name is typed out and followed by a space. */
function verbOf(app: AppDefinition, typed: string): Verb | undefined {
  const name = /^\s*(\S+)\s/.exec(typed)?.[1];
  return name === undefined ? undefined : app.verbs.find(verb => verb.name === name);
}

function wordsOf(typed: string): readonly string[] {
  return typed.trim().split(/\s+/);
}
