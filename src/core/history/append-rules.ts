import { BugError, ConflictError, UnavailableError } from '../errors/app-error.ts';
import type { AppendOutcome, HistoryDefect, StoredEntry } from '../ports/history-log.ts';
import type { HistoryEntry } from './entry.ts';
import { parseHistoryEntry } from './parse-entry.ts';

/** What stands at one generation of a model's history. */
export type GenerationReading =
  | { readonly found: 'none' }
  | { readonly found: 'entry'; readonly stored: StoredEntry }
  | { readonly found: 'defect'; readonly defect: HistoryDefect };

/** What a log found around the place an entry wants. */
export type AppendSite = {
  /** The highest generation there is, or 0. */
  readonly head: number;
  /** One generation earlier. */
  readonly before: GenerationReading;
  /** The generation the entry wants. */
  readonly standing: GenerationReading;
};

/**
 * Judges the place an entry wants, the same way for every log: undefined when it is free and the entry may be claimed, or how
 * the attempt ends without a claim. Pure.
 * @param digest of the entry's own bytes: equal bytes are our own earlier attempt.
 * @throws ConflictError `history-damaged` when the entry before is missing, damaged or another one, or later ones exist.
 * @throws UnavailableError `format-too-new`, `file-system-failed`.
 */
export function judgeAppend(
  entry: HistoryEntry,
  digest: string,
  site: AppendSite,
): AppendOutcome | undefined {
  const { generation } = entry;
  if (site.standing.found === 'defect') throw refuseDefect(entry, site.standing.defect);
  if (site.standing.found === 'entry') {
    const { stored } = site.standing;
    return stored.digest === digest
      ? { outcome: 'already-ours', digest }
      : { outcome: 'taken', by: stored.entry };
  }
  if (site.head > generation)
    throw refuse(entry, `entry ${generation} is missing, but entry ${site.head} is there`);
  if (generation === 1) return undefined;
  if (site.before.found === 'none') throw refuse(entry, `entry ${generation - 1} is missing`);
  if (site.before.found === 'defect') throw refuseDefect(entry, site.before.defect);
  if (site.before.stored.digest !== entry.previousDigest) {
    throw refuse(entry, `entry ${generation - 1} is not the one that entry ${generation} was planned after`);
  }
  return undefined;
}

/**
 * Guards every log against an entry it could not read back.
 * @throws BugError `internal-bug`.
 */
export function requireWellFormed(entry: HistoryEntry): void {
  const parsed = parseHistoryEntry(entry);
  if (parsed.parsed === 'malformed')
    throw new BugError('internal-bug', `History entry not written: ${parsed.problem}.`);
}

function refuseDefect(entry: HistoryEntry, defect: HistoryDefect): ConflictError | UnavailableError {
  const what = `entry ${defect.generation} cannot be used: ${defect.problem}`;
  switch (defect.fault) {
    case 'damaged':
      return refuse(entry, what);
    case 'too-new':
      return new UnavailableError(
        'format-too-new',
        `Nothing was written to the history of ${entry.model}: ${what}.`,
      );
    case 'unreadable':
      return new UnavailableError(
        'file-system-failed',
        `Nothing was written to the history of ${entry.model}: ${what}.`,
      );
    default:
      return defect.fault satisfies never;
  }
}

function refuse(entry: HistoryEntry, what: string): ConflictError {
  return new ConflictError(
    'history-damaged',
    `Nothing was written to the history of ${entry.model}: ${what}.`,
    {
      data: { model: entry.model, generation: entry.generation },
    },
  );
}
