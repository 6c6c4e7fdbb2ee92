import { type ChainVerdict, verdictWords, verifyChain } from '../history/chain.ts';
import type { HistoryDefect, StoredEntry } from '../ports/history-log.ts';
import { type Denial, findDenial, type PointerClaim } from './pointer-claim.ts';

/** An entry as the copy has it. */
export type EntryHere =
  | {
      readonly stored: StoredEntry;
      /** This machine saw these bytes at this place of the bucket: now, or before they were replaced or deleted there. */
      readonly isSeen: boolean;
      /** The object it was made from said of itself, rightly, what its bytes are: lastgood had written it. */
      readonly isAttested: boolean;
    }
  /** It cannot be read, or was edited on this machine. */
  | { readonly stored: undefined };

/** An entry as the bucket has it. */
export type EntryInBucket =
  | {
      readonly stored: StoredEntry;
      /** The object says of itself, rightly, what its bytes are: lastgood wrote it, and somebody was told that it stands. */
      readonly isAttested: boolean;
      /** The object says of itself what its bytes are, and they are others. */
      readonly isDisowned?: boolean;
    }
  | { readonly stored: undefined; readonly defect: HistoryDefect };

/** A generation of which somebody has to decide. */
export type Parting = { readonly here: StoredEntry; readonly inBucket: StoredEntry };

/** How the history of a model in a copy stands to the one in its bucket. All lists are of generations, in order. */
export type HistoryJudgement = {
  readonly model: string;
  /** The first entries of two operations that want the same place: a person has to decide. */
  readonly parting: Parting | undefined;
  /** What is wrong with the bucket's history even with what this copy proves; undefined when nothing is. */
  readonly damage: ChainVerdict | undefined;
  /** The object in the bucket by which alone entries seem to be missing: no entry, behind a gap, or a pointer. Its name in the registry. */
  readonly accuser?: string | undefined;
  /** What is wrong with the bucket's history as it stands. */
  readonly inBucket: ChainVerdict | undefined;
  /** The bucket lost them, this copy saw them there, and with them the bucket's history is one chain again. */
  readonly lost: readonly number[];
  /** They stand here and cannot be used: edited on this machine, or never an entry. */
  readonly edited: readonly number[];
  /** They stood in the bucket, and were put right or taken away there since. */
  readonly outdated: readonly number[];
  /** They stand here, behind the last one of the bucket, and never were in the bucket. */
  readonly ahead: readonly number[];
  /** The bucket has them, and they are not here. */
  readonly behind: readonly number[];
};

/** Both sides of a model's history, by generation. */
export type HistorySides = {
  readonly model: string;
  readonly here: ReadonlyMap<number, EntryHere>;
  readonly inBucket: ReadonlyMap<number, EntryInBucket>;
  /** The highest entry that a pointer of the model in the bucket shows, and the name of that pointer. */
  readonly shown: { readonly generation: number; readonly name: string } | undefined;
  /** What the pointers of the bucket say of entries. */
  readonly claims?: readonly PointerClaim[];
};

/**
 * Judges two sides of a history. The bucket's is the one that counts: an entry of the copy replaces one of the bucket only where no other
 * operation's stands there, and only if together they are one chain. Pure.
 * @param sha256 hex digest of a text's UTF-8
 */
export function judgeHistory(sides: HistorySides, sha256: (text: string) => string): HistoryJudgement {
  const { model, here, inBucket, claims = [] } = sides;
  const chain = joinSides(sides);
  const last = Math.max(0, ...chain.keys());
  const damage = judgeChain(chain, sides, sha256);
  const partings: Parting[] = [];
  const lists = { lost: [], edited: [], outdated: [], ahead: [], behind: [] } as Lists;
  for (const [generation, own] of [...here].sort(([one], [other]) => one - other)) {
    const theirs = chain.get(generation)?.stored;
    if (own.stored === undefined) lists.edited.push(generation);
    else if (theirs === undefined) {
      const next = lists.ahead.at(-1) ?? last;
      if (generation > last)
        (!own.isSeen && generation === next + 1 ? lists.ahead : lists.outdated).push(generation);
    } else if (theirs.digest === own.stored.digest) {
      if (inBucket.get(generation)?.stored?.digest !== theirs.digest) lists.lost.push(generation);
    } else if (isRightInBucket(own, theirs, damage, claims)) lists.outdated.push(generation);
    else partings.push({ here: own.stored, inBucket: theirs });
  }
  for (const generation of inBucket.keys()) if (!here.has(generation)) lists.behind.push(generation);
  lists.behind.sort((one, other) => one - other);
  const accuser = findAccuser(sides, chain, damage);
  return {
    model,
    parting: partings[0],
    damage,
    accuser,
    inBucket: judgeChain(inBucket, sides, sha256),
    ...lists,
  };
}

function findAccuser(
  { model, shown }: HistorySides,
  chain: Chain,
  damage: ChainVerdict | undefined,
): string | undefined {
  if (damage?.verdict === 'truncated') return shown?.name;
  if (damage?.verdict !== 'missing') return undefined;
  const behind = [...chain].filter(([generation]) => generation > damage.generation);
  const [first] = behind.map(([generation]) => generation).sort((one, other) => one - other);
  if (first === undefined || behind.some(([, { stored }]) => stored !== undefined)) return undefined;
  return `.lastgood/history/${model}/${String(first).padStart(8, '0')}.json`;
}

type Lists = Readonly<Record<'lost' | 'edited' | 'outdated' | 'ahead' | 'behind', number[]>>;

/** What one operation wrote and what was made of it, or what the pointers deny: the bucket's counts, as far as it is whole. */
function isRightInBucket(
  own: Extract<EntryHere, { readonly isSeen: boolean }>,
  theirs: StoredEntry,
  damage: ChainVerdict | undefined,
  claims: readonly PointerClaim[],
): boolean {
  const { operationId, generation } = theirs.entry;
  // What lastgood had written somebody was told is done, whatever another operation's pointer says now.
  const isDenied = !own.isAttested && findDenial(own.stored, claims) !== undefined;
  const isTheirs = isDenied || own.stored.entry.operationId === operationId;
  if (!own.isSeen || !isTheirs) return false;
  return damage === undefined || ('generation' in damage && generation < damage.generation);
}

type Chain = ReadonlyMap<number, EntryInBucket>;

/** The entries of the bucket, with those of the copy where it lost its own. */
function joinSides({ here, inBucket, claims = [] }: HistorySides): Chain {
  const chain = new Map<number, EntryInBucket>();
  const highest = Math.max(0, ...inBucket.keys());
  const seenBehind = (generation: number): boolean => {
    const own = here.get(generation);
    return own?.stored !== undefined && own.isSeen;
  };
  for (let generation = 1; generation <= highest || seenBehind(generation); generation += 1) {
    const chosen = choose(
      here.get(generation),
      inBucket.get(generation),
      inBucket.get(generation + 1),
      claims,
    );
    if (chosen !== undefined) chain.set(generation, chosen);
  }
  return chain;
}

function choose(
  own: EntryHere | undefined,
  theirs: EntryInBucket | undefined,
  next: EntryInBucket | undefined,
  claims: readonly PointerClaim[],
): EntryInBucket | undefined {
  if (own?.stored === undefined || !own.isSeen) return theirs;
  if (theirs === undefined) return own;
  if (theirs.stored === undefined) return theirs.defect.fault === 'damaged' ? own : theirs;
  // Nothing hangs on one that nobody has written behind; what the bucket itself says against it decides.
  const isDenied = next === undefined && findContradiction(theirs, claims) !== undefined;
  if (isDenied && own.isAttested && findDenial(own.stored, claims) === undefined) return own;
  // Who follows on an entry in the bucket proves it over what nobody was told of, whatever name that bears.
  if (!theirs.isAttested && next?.stored?.entry.previousDigest === own.stored.digest) return own;
  const isSameOperation = theirs.stored.entry.operationId === own.stored.entry.operationId;
  if (!isSameOperation || theirs.stored.digest === own.stored.digest) return theirs;
  // One operation writes one entry: either of them was altered. Who follows on it knows which; else whose writer vouches for it.
  if (next?.stored !== undefined)
    return next.stored.entry.previousDigest === own.stored.digest ? own : theirs;
  return own.isAttested && !theirs.isAttested ? own : theirs;
}

/** What the bucket says against an entry, by its own object or by the pointers that were written for it. */
function findContradiction(
  entry: Extract<EntryInBucket, { readonly isAttested: boolean }>,
  claims: readonly PointerClaim[],
): Denial | undefined {
  if (entry.isDisowned) return { verdict: 'altered', words: 'is not what its object was written with' };
  return findDenial(entry.stored, claims);
}

function judgeChain(
  chain: Chain,
  { shown, claims = [] }: Pick<HistorySides, 'shown' | 'claims'>,
  sha256: (text: string) => string,
): ChainVerdict | undefined {
  const entries = [...chain.values()].flatMap(({ stored }) => stored ?? []);
  const defects = [...chain.values()].flatMap(each => (each.stored === undefined ? [each.defect] : []));
  const verdict = verifyChain(entries, defects, undefined, sha256);
  if (verdict.verdict !== 'intact') return verdict;
  const next = (verdict.checkpoint?.count ?? 0) + 1;
  const head = chain.get(next - 1);
  // What follows on an entry proves it; the last one is held against what else the bucket says.
  const denial = head?.stored === undefined ? undefined : findContradiction(head, claims);
  if (denial !== undefined) {
    const words = `${verdictWords[denial.verdict]}: entry ${next - 1} ${denial.words}`;
    return { verdict: denial.verdict, generation: next - 1, words };
  }
  if (shown === undefined || shown.generation < next) return undefined;
  const words = `is truncated: entry ${next} and later are gone: ${shown.name} shows entry ${shown.generation}`;
  return { verdict: 'truncated', generation: next, words };
}
