import { ConflictError, toAppError, UnavailableError } from '../errors/app-error.ts';
import type { HistoryEntry } from '../history/entry.ts';
import { type ChainHead, type EntryDraft, type EntryOrigin, placeDraft } from '../history/entry-draft.ts';
import type { AppendOutcome, HistoryLog, StoredEntry } from '../ports/history-log.ts';

/** An entry that was appended: where the next one attaches, and what whoever asked for it has to hear. */
export type Appended = ChainHead & { readonly notices: readonly string[] };

/** How often an entry that may go anywhere in the order is tried again behind a newer head. */
const maxAttempts = 200;

/** Where the next entry of a chain attaches. Pure. */
export function findHead(entries: readonly StoredEntry[]): ChainHead {
  const last = entries.at(-1);
  return {
    generation: last?.entry.generation ?? 0,
    digest: last?.digest ?? null,
    at: last?.entry.at ?? null,
  };
}

/**
 * Appends a draft right after `head`.
 * @throws ConflictError moved-meanwhile when somebody else has that generation; UnavailableError when the outside refuses.
 */
export async function appendAfter(
  history: HistoryLog,
  draft: EntryDraft,
  origin: EntryOrigin,
  head: ChainHead,
  now: string,
): Promise<Appended> {
  const entry = placeDraft(draft, origin, head, now);
  const outcome = await appendOrReadBack(history, entry);
  if (outcome.outcome === 'taken') throw movedMeanwhile(outcome.by);
  return describeAppended(entry, outcome);
}

function describeAppended(
  { generation, at }: HistoryEntry,
  outcome: Exclude<AppendOutcome, { readonly outcome: 'taken' }>,
): Appended {
  const notices = outcome.outcome === 'appended' ? (outcome.notices ?? []) : [];
  return { generation, digest: outcome.digest, at, notices };
}

/**
 * Appends a draft that is true wherever it stands in the order (a hold, a registration, a description): behind whoever comes first.
 * What the operation has recorded of this action already, here or by who finished it, is not recorded again.
 * @throws UnavailableError when the outside refuses; ConflictError when the head will not hold still.
 */
export async function appendAnywhere(
  history: HistoryLog,
  draft: EntryDraft,
  origin: EntryOrigin,
  now: () => string,
): Promise<Appended> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const { entries } = await history.readHistory(origin.model);
    const before = entries.findIndex(({ entry }) => isOf(entry, origin, draft));
    if (before >= 0) return { ...findHead(entries.slice(0, before + 1)), notices: [] };
    const head = findHead(entries);
    const entry = placeDraft(draft, origin, head, now());
    const outcome = await appendOrReadBack(history, entry);
    if (outcome.outcome !== 'taken') return describeAppended(entry, outcome);
  }
  throw new ConflictError(
    'moved-meanwhile',
    `${origin.model} was changed by others ${maxAttempts} times in a row.`,
  );
}

function isOf(entry: HistoryEntry, origin: EntryOrigin, draft: EntryDraft): boolean {
  return entry.operationId === origin.operationId && entry.action === draft.action;
}

/** Who was first with something that a plan cannot stand behind, in words and as data. */
export function movedMeanwhile(by: HistoryEntry): ConflictError {
  const moves = by.moves
    .map(move => `${move.alias} ${move.from ?? 'nothing'} to ${move.to ?? 'nothing'}`)
    .join(', ');
  const why = by.reason === null ? '' : `: ${by.reason}`;
  const verdicts = by.facts.flatMap(fact =>
    fact.kind === 'gated' ? [`${fact.verdict} by ${fact.policy} on ${fact.version} for ${fact.alias}`] : [],
  );
  const verdict = verdicts.length === 0 ? by.action : `the verdict ${verdicts.join(', ')}`;
  const what = moves === '' ? verdict : `${by.action} of ${moves}`;
  return new ConflictError('moved-meanwhile', `${by.actor} was first with ${what} at ${by.at}${why}.`, {
    data: { actor: by.actor, at: by.at, action: by.action, reason: by.reason, generation: by.generation },
  });
}

/** A failure on the way out may hide a success: what stands in the log decides, and asking again makes it durable. */
async function appendOrReadBack(history: HistoryLog, entry: HistoryEntry): Promise<AppendOutcome> {
  try {
    return await history.appendEntry(entry);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!(error instanceof UnavailableError)) throw error;
    // Where nothing can be read, the failure itself says the most of what became of it.
    const read = await history.readHistory(entry.model).catch(() => undefined);
    if (read === undefined) throw error;
    const isThere = read.entries.some(
      ({ entry: { generation, operationId } }) =>
        generation === entry.generation && operationId === entry.operationId,
    );
    if (!isThere) throw error;
    return await history.appendEntry(entry);
  }
}
