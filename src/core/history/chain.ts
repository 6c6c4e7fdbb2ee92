import type { HistoryDefect, StoredEntry } from '../ports/history-log.ts';
import type { ModelIndex } from '../registry/registry-index.ts';
import { formatHistoryEntry } from './parse-entry.ts';

/** How long a history was and what its last entry was: proof, kept elsewhere, that nothing was cut off or rewritten. */
export type Checkpoint = {
  /** Entries up to and including the head; at least 1. */
  readonly count: number;
  /** sha256 of the head's bytes, in hex. */
  readonly headDigest: string;
};

/** What a history turned out to be. `words` follow "history" and are safe to show. */
export type ChainVerdict =
  | { readonly verdict: 'intact'; readonly checkpoint: Checkpoint | undefined; readonly words: string }
  | {
      /**
       * altered: the entry is not what was written. missing: there are later entries but not this one. truncated: the history
       * ends before the checkpoint, or before an operation that left a trace. forked: another history was written from this entry on. too-new, unreadable: it cannot be judged.
       */
      readonly verdict: 'altered' | 'missing' | 'truncated' | 'forked' | 'too-new' | 'unreadable';
      /** The first generation that is wrong. */
      readonly generation: number;
      readonly words: string;
    };

/** The text of a checkpoint, `<count>:<digest>`, to be printed or committed. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  return `${checkpoint.count}:${checkpoint.headDigest}`;
}

/** Reads a printed checkpoint; undefined when the text is none. Pure. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const match = /^([1-9][0-9]{0,9}):([0-9a-f]{64})$/i.exec(text.trim());
  if (match === null) return undefined;
  return { count: Number(match[1]), headDigest: (match[2] ?? '').toLowerCase() };
}

/**
 * Judges a history: each entry must name the digest of the one before, without gaps, and with a checkpoint the history must
 * still contain it. Where nobody can tell which of several came first the next may follow any of them. Reports the first generation that
 * is wrong. Pure.
 * @param entries readable entries with the digests of their bytes.
 * @param defects generations that exist and cannot be used.
 * @param sha256 hex digest of a text's UTF-8.
 */
export function verifyChain(
  entries: readonly StoredEntry[],
  defects: readonly HistoryDefect[],
  checkpoint: Checkpoint | undefined,
  sha256: (text: string) => string,
): ChainVerdict {
  const ordered = [...entries].sort((a, b) => a.entry.generation - b.entry.generation);
  const defectAt = new Map(defects.map(defect => [defect.generation, defect]));
  const last = defects.reduce(
    (most, defect) => Math.max(most, defect.generation),
    ordered.at(-1)?.entry.generation ?? 0,
  );
  let next = 0;
  let before: readonly StoredEntry[] = [];
  for (let generation = 1; generation <= last; generation += 1) {
    const defect = defectAt.get(generation);
    if (defect !== undefined) return judgeDefect(defect);
    const standing = listGeneration(ordered, next, generation);
    if (standing.length === 0) return judge('missing', generation, 'is missing, later ones are there');
    if (standing.length > 1 && !standing.every(({ orderUnknown }) => orderUnknown))
      return judge('forked', generation, 'exists twice: two histories were mixed');
    const wrong = judgeLinks(before, standing, checkpoint) ?? judgeAgainst(checkpoint, generation, standing);
    if (wrong !== undefined) return wrong;
    before = standing;
    next += standing.length;
  }
  return judgeHead(before, ordered, checkpoint, sha256);
}

/** The entries of a generation, from a place in the order on. */
function listGeneration(
  ordered: readonly StoredEntry[],
  from: number,
  generation: number,
): readonly StoredEntry[] {
  let end = from;
  while (ordered[end]?.entry.generation === generation) end += 1;
  return ordered.slice(from, end);
}

/**
 * Judges the history of a model as {@link verifyChain} does, with the traces that operations left outside of it: the head can be
 * cut off without the chain showing it. Pure.
 */
export function verifyHistory(
  index: Pick<ModelIndex, 'entries' | 'defects' | 'lostOperations'>,
  checkpoint: Checkpoint | undefined,
  sha256: (text: string) => string,
): ChainVerdict {
  const verdict = verifyChain(index.entries, index.defects, checkpoint, sha256);
  const [lost] = index.lostOperations;
  if (verdict.verdict !== 'intact' || lost === undefined) return verdict;
  const next = (verdict.checkpoint?.count ?? 0) + 1;
  return judge('truncated', next, `and later are gone: rollback_logs names operation ${lost}`);
}

function judgeDefect(defect: HistoryDefect): ChainVerdict {
  const verdict = defect.fault === 'damaged' ? 'altered' : defect.fault;
  return judge(verdict, defect.generation, `cannot be used: ${defect.problem}`);
}

/** Which of two entries that do not fit is the wrong one cannot be told from them alone; a checkpoint on the earlier one clears it. */
function judgeLinks(
  before: readonly StoredEntry[],
  standing: readonly StoredEntry[],
  checkpoint: Checkpoint | undefined,
): ChainVerdict | undefined {
  const [one] = before;
  const digests = before.map(({ digest }) => digest);
  const isLinked = standing.every(({ entry }) => digests.some(digest => digest === entry.previousDigest));
  if (one === undefined || isLinked) return undefined;
  const { generation } = one.entry;
  if (checkpoint?.count === generation && digests.includes(checkpoint.headDigest)) {
    return judge('forked', generation + 1, `does not follow the checkpoint at ${generation}`);
  }
  return judge('altered', generation, `is not the entry that ${generation + 1} was written after`);
}

function judgeAgainst(
  checkpoint: Checkpoint | undefined,
  generation: number,
  standing: readonly StoredEntry[],
): ChainVerdict | undefined {
  if (checkpoint?.count !== generation) return undefined;
  if (standing.some(({ digest }) => digest === checkpoint.headDigest)) return undefined;
  return judge(
    'forked',
    generation,
    'is not the one of the checkpoint: here or earlier another history begins',
  );
}

/** Nothing names the digest of the last entry, so its bytes are compared with how it would be written. */
function judgeHead(
  heads: readonly StoredEntry[],
  entries: readonly StoredEntry[],
  checkpoint: Checkpoint | undefined,
  sha256: (text: string) => string,
): ChainVerdict {
  const head = heads.at(-1);
  const count = head?.entry.generation ?? 0;
  if (checkpoint !== undefined && count < checkpoint.count) {
    return judge('truncated', count + 1, `and later are gone: the checkpoint counts ${checkpoint.count}`);
  }
  if (head === undefined) return { verdict: 'intact', checkpoint: undefined, words: 'is empty' };
  if (heads.some(({ entry, digest }) => sha256(formatHistoryEntry(entry)) !== digest)) {
    return judge('altered', count, 'is not written the way lastgood writes it');
  }
  const unknown = entries.filter(({ orderUnknown }) => orderUnknown).length;
  const words = [
    `is intact, ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`,
    ...(unknown === 0 ? [] : [`the order of ${unknown} of them unknown`]),
  ].join(', ');
  return { verdict: 'intact', checkpoint: { count, headDigest: head.digest }, words };
}

/** How a history is that is not intact; follows `history`. */
export const verdictWords = {
  altered: 'is altered',
  missing: 'has a gap',
  truncated: 'is truncated',
  forked: 'is forked',
  'too-new': 'is too new',
  unreadable: 'cannot be read',
} as const;

function judge(verdict: keyof typeof verdictWords, generation: number, what: string): ChainVerdict {
  return { verdict, generation, words: `${verdictWords[verdict]}: entry ${generation} ${what}` };
}
