import { createTextField, textOf } from '../components/text-field.ts';
import type { AppDefinition, AppState, Reduced } from './app-state.ts';
import { contextOf, topScreen } from './app-state.ts';
import type { LiveBinding } from './binding-state.ts';
import { liveBindings } from './binding-state.ts';
import { fuzzyScore } from './fuzzy.ts';
import type { GlobalCommand } from './global-keys.ts';
import { formatKeyName, globalBindings } from './global-keys.ts';
import { offerWords } from './offer-words.ts';
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
    | { readonly by: 'verb'; readonly verb: Verb }
    /** A verb with words, the last of them completed to a name. */
    | { readonly by: 'words'; readonly verb: Verb; readonly words: readonly string[] };
};

/**
 * What can be done here that fits the typed text, best first; behind a verb first the verb, with the words as they are typed, then
 * the names that the last word may become. Bindings that confirm are never offered. Pure.
 */
export function paletteEntries(app: AppDefinition, state: AppState, typed: string): readonly PaletteEntry[] {
  const verb = verbOf(app, typed);
  if (verb)
    return [
      entryOfVerb(verb),
      ...offerWords(app, state, verb, typed).map(words => entryOfWords(verb, words)),
    ];
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
      return performVerb(app, state, entry.does.verb, verbOf(app, typed) ? wordsOf(typed).slice(1) : []);
    case 'words':
      return performVerb(app, typeOut(state, textOfWords(entry.does)), entry.does.verb, entry.does.words);
  }
}

/**
 * The palette with the entry's text typed out, ready for the words of a verb. Behind a verb the last word grows to what all names that
 * fit it begin with, else to the first of them; where none fits, the words stay as they are.
 */
export function completePaletteText(app: AppDefinition, state: AppState, entry: PaletteEntry): AppState {
  const { does } = entry;
  if (does.by === 'words') return typeOut(state, textOfWords(does));
  if (does.by !== 'verb') return typeOut(state, entry.text);
  const typed = state.overlay.at === 'palette' ? textOf(state.overlay.field) : '';
  if (verbOf(app, typed) !== does.verb) return typeOut(state, `${does.verb.name} `);
  const offered = offerWords(app, state, does.verb, typed);
  const [words] = offered;
  if (words === undefined) return state;
  const common = findCommonStart(offered.map(each => each.at(-1) ?? ''));
  const isLonger = common.length > (/\S*$/.exec(typed)?.[0].length ?? 0);
  if (offered.length > 1 && isLonger)
    return typeOut(state, [does.verb.name, ...words.slice(0, -1), common].join(' '));
  return typeOut(state, textOfWords({ verb: does.verb, words }));
}

/** What all names begin with. */
function findCommonStart([first = '', ...others]: readonly string[]): string {
  let end = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, end))) end -= 1;
  return first.slice(0, end);
}

function typeOut(state: AppState, text: string): AppState {
  return { ...state, overlay: { at: 'palette', field: createTextField(text), selected: 0 } };
}

/** A verb with words as they are typed, ready for the next word where there is one. */
function textOfWords({ verb, words }: { readonly verb: Verb; readonly words: readonly string[] }): string {
  return [verb.name, ...words, ...(words.length < verb.words.length ? [''] : [])].join(' ');
}

function performVerb(app: AppDefinition, state: AppState, verb: Verb, words: readonly string[]): Reduced {
  const wordProblem = describeWordProblem(verb, words);
  const answer = wordProblem === undefined ? verb.open(words) : { problem: wordProblem };
  if ('route' in answer) return openRoute(app, { ...state, overlay: { at: 'none' } }, answer.route);
  const kept = words.length === 0 ? typeOut(state, `${verb.name} `) : state;
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

function entryOfWords(verb: Verb, words: readonly string[]): PaletteEntry {
  const text = [verb.name, ...words].join(' ');
  const note = verb.words.slice(words.length).join(' ') || verb.label;
  return { text, note, reason: undefined, does: { by: 'words', verb, words } };
}

/** The verb whose name is typed out and followed by a space. */
function verbOf(app: AppDefinition, typed: string): Verb | undefined {
  const name = /^\s*(\S+)\s/.exec(typed)?.[1];
  return name === undefined ? undefined : app.verbs.find(verb => verb.name === name);
}

function wordsOf(typed: string): readonly string[] {
  return typed.trim().split(/\s+/);
}
