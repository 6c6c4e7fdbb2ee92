import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { Fact } from '../../core/history/entry.ts';
import { type EntryDraft, type EntryOrigin, placeDraft } from '../../core/history/entry-draft.ts';
import type { Unkeepable } from '../../core/ports/unkeepable.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { readTags } from './describe-tags.ts';
import { formatTaggedEntry } from './history-tags.ts';
import { ownTagPrefix, tagValueLimit, theirTagPrefix } from './tag-names.ts';

/** Longest description and name of a tag that every server takes, in characters. */
const limits = { description: 5000, tagName: 250 } as const;

/** The characters MLflow takes in the name of a tag: its Python's letters and digits, and a few more. */
const tagName = /^[\p{L}\p{N}_./: -]+$/u;

/** Why a server would refuse what a draft says of a model, or could not keep its record; undefined: it takes it. Pure. */
export function findUnkeepableDraft(draft: EntryDraft, origin: EntryOrigin): Unkeepable | undefined {
  for (const fact of draft.facts) {
    if (fact.kind !== 'described') continue;
    const { description, notes, tags } = fact;
    const found = findUnkeepableTexts({ texts: [description, notes], tags: tags ?? [] });
    if (found !== undefined) return found;
  }
  return findLongRecord(draft, origin);
}

/** Why a server would refuse descriptions or tags as people typed them; undefined: it takes them. Pure. */
export function findUnkeepableTexts(asked: {
  readonly texts: readonly (string | null | undefined)[];
  readonly tags: readonly string[];
}): Unkeepable | undefined {
  const long = asked.texts.find(text => (text?.length ?? 0) > limits.description);
  if (long) return describeLength('The text', long.length, limits.description);
  for (const [name, value] of Object.entries(readTags(asked.tags))) {
    const found = findTagProblem(name, value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @throws InvalidInputError usage for what {@link findUnkeepableTexts} finds */
export function requireKeepable(asked: Parameters<typeof findUnkeepableTexts>[0]): void {
  const found = findUnkeepableTexts(asked);
  if (found !== undefined) throw new InvalidInputError('usage', found.problem, { hint: found.hint });
}

function findTagProblem(name: string, value: string): Unkeepable | undefined {
  const shown = makeSafeText(name, { limit: 80 });
  const taken = [ownTagPrefix, theirTagPrefix].find(prefix => name.startsWith(prefix));
  if (taken !== undefined)
    return {
      problem: `Tags that begin with ${taken} are not for people: ${shown} was not set.`,
      hint: 'Give it another name.',
    };
  if (name === '') return { problem: 'A tag needs a name.', hint: 'Write it as NAME or NAME=VALUE.' };
  if (!tagName.test(name) || isOddPath(name))
    return {
      problem: `An MLflow server does not take "${shown}" as the name of a tag.`,
      hint: 'Use letters, digits, _ - . : spaces and single slashes inside.',
    };
  if (name.length > limits.tagName)
    return describeLength(`The name of the tag ${shown}`, name.length, limits.tagName);
  return value.length > tagValueLimit
    ? describeLength(`The tag ${shown}`, value.length, tagValueLimit)
    : undefined;
}

/** MLflow refuses names that would be another one as a path. */
function isOddPath(name: string): boolean {
  return name.startsWith('..') || name.split('/').some(part => ['', '.', '..'].includes(part));
}

function describeLength(what: string, length: number, limit: number): Unkeepable {
  return {
    problem: `${what} has ${length} characters, and MLflow servers take ${limit}.`,
    hint: 'Give a shorter one: nothing is cut.',
  };
}

/** What a registration records is known only when it has its version. */
const longestRegistered: Fact = {
  ...{ kind: 'registered', version: `v${'9'.repeat(19)}`, finishedLater: true },
  metadataSha256: 'f'.repeat(64),
};

/** An entry is one tag. */
function findLongRecord(draft: EntryDraft, origin: EntryOrigin): Unkeepable | undefined {
  const facts = draft.action === 'register' ? [longestRegistered] : draft.facts;
  const head = { generation: 99_999_998, digest: 'f'.repeat(64), at: null };
  const entry = placeDraft({ ...draft, facts }, origin, head, new Date(0).toISOString());
  const { length } = formatTaggedEntry(entry, 'begun').value;
  return length > tagValueLimit ? describeLongRecord(length) : undefined;
}

/** Every server takes tags of {@link tagValueLimit}. Pure. */
export function describeLongRecord(length: number): Unkeepable {
  return {
    problem: `The record of this is too long for the server: ${length} characters, and a tag takes ${tagValueLimit}.`,
    hint: `Give a shorter text, by ${length - tagValueLimit} characters or more.`,
  };
}
