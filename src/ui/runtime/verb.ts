import type { Route } from './effect.ts';

/** A whole command the palette takes, such as `rollback MODEL`. It opens a screen and never writes. */
export type Verb = {
  /** First word: `rollback`. */
  readonly name: string;
  /** Names of the words that follow, in order: `['MODEL']`; an optional one in brackets: `['MODEL', '[VERSION]']`. */
  readonly words: readonly string[];
  /** What it does, as an imperative. */
  readonly label: string;
  /** Pure: where the words lead, or what is wrong with them. Called with as many words as `words` asks for. */
  readonly open: (words: readonly string[]) => { readonly route: Route } | { readonly problem: string };
};

/** The verb with its words, as shown: `rollback MODEL`. */
export function formatVerb(verb: Verb): string {
  return [verb.name, ...verb.words].join(' ');
}

/** What is wrong with the number of words, as a sentence; undefined when it fits. */
export function describeWordProblem(verb: Verb, words: readonly string[]): string | undefined {
  const missing = verb.words.slice(words.length).find(word => !word.startsWith('['));
  if (missing !== undefined) return `${verb.name} needs ${missing}.`;
  if (words.length > verb.words.length) return `${verb.name} takes only: ${formatVerb(verb)}.`;
  return undefined;
}
