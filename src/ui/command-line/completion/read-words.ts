import { type OptionRow, type OptionRows, type Verb, verbFamilies } from '../verb.ts';

/** What stands at the end of a command line that is being typed. */
export type Wanted =
  /** Verbs, or the words that commands stand below: all that follow `typed`. */
  | { readonly what: 'verb'; readonly above: readonly string[] }
  | { readonly what: 'option'; readonly options: OptionRows; readonly given: readonly string[] }
  /** The value of an option, or a word of the verb, by the name that the tables have for it: `VERSION`. */
  | {
      readonly what: 'value';
      readonly name: string;
      readonly values: readonly string[];
      /** Name of the option; undefined of a word. */
      readonly option: string | undefined;
    }
  | { readonly what: 'nothing' };

/** A command line up to the cursor, as far as completing it needs. */
export type TypedLine = {
  readonly wanted: Wanted;
  /** What is typed of the last word, and has to stay: candidates begin like it. */
  readonly typed: string;
  /** What stands before the value inside the last word: `--to=`, else empty. */
  readonly attachedTo: string;
  readonly verb: Verb | undefined;
  /** Words of the verb by name, without brackets, as far as they are there. */
  readonly words: Readonly<Record<string, string>>;
  /** Values of options by name. */
  readonly options: Readonly<Record<string, string>>;
};

type Reading = {
  verb: Verb | undefined;
  readonly above: string[];
  readonly positional: string[];
  readonly options: Record<string, string>;
  readonly given: string[];
  awaits: { readonly name: string; readonly row: OptionRow } | undefined;
  onlyWords: boolean;
};

/**
 * What the last word of a command line may become. Pure.
 * @param words those after the program's name up to the cursor; the last is the one being typed, empty when nothing is
 */
export function readTypedLine(
  verbs: readonly Verb[],
  global: OptionRows,
  words: readonly string[],
): TypedLine {
  const reading: Reading = {
    ...{
      verb: undefined,
      above: [],
      positional: [],
      options: {},
      given: [],
      awaits: undefined,
      onlyWords: false,
    },
  };
  for (const word of words.slice(0, -1)) readWord(verbs, global, reading, word);
  const last = words.at(-1) ?? '';
  const current = last === '=' && reading.awaits !== undefined ? '' : last;
  const { verb, positional, options } = reading;
  const names = (verb?.words ?? []).map(bareName);
  const facts = {
    verb,
    options,
    words: Object.fromEntries(
      positional.flatMap((word, at) => (names[at] === undefined ? [] : [[names[at], word]])),
    ),
  };
  const [, attached, name = '', value = ''] = /^(--([^=]+)=)(.*)$/s.exec(current) ?? [];
  if (attached !== undefined && !reading.onlyWords)
    return {
      ...facts,
      typed: value,
      attachedTo: attached,
      wanted: wantValue(name, rowsOf(verb, global)[name]),
    };
  return { ...facts, typed: current, attachedTo: '', wanted: findWanted(global, reading, current) };
}

function readWord(verbs: readonly Verb[], global: OptionRows, reading: Reading, word: string): void {
  if (reading.awaits !== undefined) {
    // Some shells take an option and its value apart at the equals sign.
    if (word === '=') return;
    reading.options[reading.awaits.name] = word;
    reading.awaits = undefined;
  } else if (word === '--' && !reading.onlyWords) reading.onlyWords = true;
  else if (word.startsWith('--') && !reading.onlyWords) readOption(global, reading, word.slice(2));
  else if (word.startsWith('-') && !reading.onlyWords) return;
  else if (reading.verb !== undefined) reading.positional.push(word);
  else readVerbWord(verbs, reading, word);
}

function readOption(global: OptionRows, reading: Reading, text: string): void {
  const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const row = rowsOf(reading.verb, global)[name];
  reading.given.push(name);
  if (value !== undefined) reading.options[name] = value;
  else if (row?.takes !== undefined) reading.awaits = { name, row };
}

function readVerbWord(verbs: readonly Verb[], reading: Reading, word: string): void {
  reading.above.push(word);
  const name = reading.above.join(' ');
  reading.verb = verbs.find(verb => verb.name === name || verb.alias === name);
}

function findWanted(global: OptionRows, reading: Reading, current: string): Wanted {
  const { verb, awaits, above, given, positional, onlyWords } = reading;
  if (awaits !== undefined) return wantValue(awaits.name, awaits.row);
  if (current.startsWith('-') && !onlyWords) return { what: 'option', options: rowsOf(verb, global), given };
  if (verb === undefined) return onlyWords ? { what: 'nothing' } : { what: 'verb', above };
  const last = verb.words.at(-1);
  const word = verb.words[positional.length] ?? (last?.includes('...') ? last : undefined);
  if (word === undefined) return { what: 'nothing' };
  const name = bareName(word);
  return { what: 'value', name, values: verb.wordValues[name] ?? [], option: undefined };
}

function wantValue(option: string, row: OptionRow | undefined): Wanted {
  if (row?.takes === undefined) return { what: 'nothing' };
  return { what: 'value', name: bareName(row.takes), values: row.values ?? [], option };
}

function rowsOf(verb: Verb | undefined, global: OptionRows): OptionRows {
  return { ...verb?.options, ...global };
}

/** A word of the tables without brackets and dots. */
function bareName(word: string): string {
  return word.replace(/^\[|\.\.\.|\]$/g, '');
}

/** The words that may stand after those typed, with what they are for: verbs, their other names, and what commands stand below. Pure. */
export function listVerbWords(
  verbs: readonly Verb[],
  above: readonly string[],
): readonly (readonly [string, string])[] {
  const found = new Map<string, string>();
  for (const verb of verbs) {
    for (const name of [verb.name, ...(verb.alias === undefined ? [] : [verb.alias])]) {
      const words = name.split(' ');
      const word = words[above.length];
      if (word === undefined || !above.every((each, at) => words[at] === each)) continue;
      const isWhole = words.length === above.length + 1;
      const summary = isWhole ? verb.summary : (verbFamilies[[...above, word].join(' ')]?.summary ?? '');
      if (!found.has(word)) found.set(word, summary);
    }
  }
  return [...found];
}
