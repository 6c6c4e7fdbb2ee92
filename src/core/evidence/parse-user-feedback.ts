import type { Preference, Vote } from '../votes/feedback.ts';
import { parseVoteTime } from '../votes/parse-vote-time.ts';
import { type EvidenceParser, noSlices, refuse } from './evidence-content.ts';
import type { EvidenceValue } from './evidence-file.ts';
import { asList, asObject, describeValue, type EvidenceObject, readMember } from './evidence-object.ts';

/** Most rows in a list of feedback. */
export const maxFeedbackRows = 200_000;

const preferences: readonly Preference[] = ['A', 'B', 'tie', 'neither'];

/**
 * Reads `user_feedback.json` as S4's voting page writes it: the list `pair` of votes, and `interleaved` of ratings, which may be left
 * out. A list that is none, and a row without its models or with a time that is none, make the whole file unusable: a vote that cannot
 * be read may be one against the candidate. What is preferred is looked at later, and may be anything. Pure.
 * @see app.py of the original
 */
export const parseUserFeedback: EvidenceParser = file => {
  const feedback = asObject(file.value);
  if (feedback === undefined)
    return refuse(`no user feedback: it is ${describeValue(file.value)}, not an object with a list pair`);
  const pairs = readRows(feedback, 'pair');
  if (typeof pairs === 'string') return refuse(pairs);
  const ratings = Object.hasOwn(feedback, 'interleaved') ? readRows(feedback, 'interleaved') : [];
  if (typeof ratings === 'string') return refuse(ratings);
  const votes: ReadVote[] = [];
  for (const [place, row] of pairs.entries()) {
    const vote = readVote(row);
    if (typeof vote === 'string') return refuse(`not to be relied on: row ${place + 1} of pair has ${vote}`);
    votes.push(vote);
  }
  return {
    ok: true,
    sets: new Map(),
    ...noSlices,
    feedback: { votes: mergeCopies(votes), ratings: ratings.length },
  };
};

type ReadVote = Omit<Vote, 'copies'> & { readonly row: EvidenceObject };

/** The rows of a list, or what there is instead. */
function readRows(feedback: EvidenceObject, name: string): readonly EvidenceObject[] | string {
  const value = readMember(feedback, name);
  if (value === undefined) return `no user feedback: it has no list ${name}`;
  const list = asList(value);
  if (list === undefined) return `no user feedback: ${name} is ${describeValue(value)}, not a list`;
  if (list.length > maxFeedbackRows)
    return `too long: ${name} has more than ${maxFeedbackRows.toLocaleString('en-US')} rows`;
  const rows: EvidenceObject[] = [];
  for (const [place, entry] of list.entries()) {
    const row = asObject(entry);
    if (row === undefined)
      return `not to be relied on: row ${place + 1} of ${name} is ${describeValue(entry)}, not an object`;
    rows.push(row);
  }
  return rows;
}

/** A vote, or what is wrong with its row, in words that follow "has". */
function readVote(row: EvidenceObject): ReadVote | string {
  const [timestamp, a, b] = ['timestamp', 'a_model', 'b_model'].map(name => readMember(row, name));
  if (typeof a !== 'string' || a === '') return describeWrong('a_model', a, 'the name of a model');
  if (typeof b !== 'string' || b === '') return describeWrong('b_model', b, 'the name of a model');
  const castAtMs = typeof timestamp === 'string' ? parseVoteTime(timestamp) : undefined;
  if (castAtMs === undefined) return describeWrong('timestamp', timestamp, 'a time');
  const preferred = readMember(row, 'preferred');
  return {
    castAtMs,
    a,
    b,
    preferred: preferences.find(each => each === preferred),
    said: preferred === undefined ? 'nothing' : describeValue(preferred),
    row,
  };
}

function describeWrong(name: string, value: EvidenceValue | undefined, wanted: string): string {
  return value === undefined ? `no ${name}` : `${describeValue(value)} for ${name}, which is not ${wanted}`;
}

/** Rows that say the same at the same time, as a repeated request leaves them, become one. */
function mergeCopies(votes: readonly ReadVote[]): readonly Vote[] {
  const shared = new Set<number>();
  const seen = new Set<number>();
  for (const { castAtMs } of votes) (seen.has(castAtMs) ? shared : seen).add(castAtMs);
  const copies = new Map<string, number>();
  const firsts: (readonly [ReadVote, string | undefined])[] = [];
  for (const vote of votes) {
    // Only rows of one moment can be the same, and nearly every row has its moment to itself.
    const identity = shared.has(vote.castAtMs) ? `${vote.castAtMs} ${identify(vote.row)}` : undefined;
    const known = identity === undefined ? undefined : copies.get(identity);
    if (identity !== undefined) copies.set(identity, known === undefined ? 0 : known + 1);
    if (known === undefined) firsts.push([vote, identity]);
  }
  return firsts.map(([{ row: _, ...vote }, identity]) => ({
    ...vote,
    copies: identity === undefined ? 0 : (copies.get(identity) ?? 0),
  }));
}

/** All that a row says but its time, however its members are ordered. */
function identify(row: EvidenceObject): string {
  return formatOrdered(Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'timestamp')));
}

function formatOrdered(value: EvidenceValue): string {
  if (typeof value === 'number') return String(value);
  const list = asList(value);
  if (list !== undefined) return `[${list.map(formatOrdered).join()}]`;
  const object = asObject(value);
  if (object === undefined) return JSON.stringify(value);
  const members = Object.keys(object)
    .sort()
    .map(name => `${JSON.stringify(name)}:${formatOrdered(readMember(object, name) ?? null)}`);
  return `{${members.join()}}`;
}
