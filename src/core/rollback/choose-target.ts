import { listSpans, wasTakenBack } from '../history/model-history.ts';
import { compareVersionNames } from '../names/version-name.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { RollbackCandidate } from './rank-targets.ts';

/** The version before this one, and how that is known. */
export type PreviousVersion = { readonly version: string; readonly because: 'history' | 'next-lower-number' };

/** What is to come from the bucket before it is known which version is the last good one. */
export type LastGoodToCome =
  /** The bucket is not listed to its end: the history may be to come, and versions too. */
  | { readonly at: 'list' }
  /** The version that is the last good one by the history; its record is on its way. */
  | { readonly at: 'record'; readonly version: string };

/**
 * The most recently live version that is proven good and can be chosen. Undefined when nothing is proven, and while that version is on its
 * way: what is ranked behind it is not the last good one. Pure.
 */
export function chooseLastGood(candidates: readonly RollbackCandidate[]): RollbackCandidate | undefined {
  const first = candidates.find(candidate => candidate.standing === 'proven');
  return first?.refusal === undefined ? first : undefined;
}

/** What the last good version waits for; undefined when all that could change which one it is has come. Pure. */
export function findLastGoodToCome(
  { index }: ModelStatus,
  candidates: readonly RollbackCandidate[],
): LastGoodToCome | undefined {
  if (index.isArriving) return { at: 'list' };
  const first = candidates.find(candidate => candidate.standing === 'proven');
  return first?.refusal === undefined ? undefined : { at: 'record', version: first.version };
}

/**
 * The version live before the one live now that is still there and was not rolled back. Where the history knows of no other version, the next
 * lower one that is complete, here or in the bucket. Undefined when there is none, or nothing is live. Pure.
 */
export function choosePrevious(status: ModelStatus, alias: string): PreviousVersion | undefined {
  const history = status.effective;
  const live = history.aliases.get(alias)?.version ?? undefined;
  if (live === undefined) return undefined;
  const spans = listSpans(history, alias);
  const knowsOthers = spans.some(span => span.version !== live);
  if (knowsOthers) {
    const standing = new Set(status.index.versions.map(({ version }) => version));
    const earlier = spans.findLast(
      span =>
        span.version !== live && standing.has(span.version) && !wasTakenBack(history, alias, span.version),
    );
    return earlier === undefined ? undefined : { version: earlier.version, because: 'history' };
  }
  const lower = status.index.versions.filter(
    candidate =>
      (candidate.whole === 'complete' || candidate.arriving !== undefined) &&
      compareVersionNames(candidate.version, live) < 0 &&
      !history.rolledBackBefore.has(candidate.version),
  );
  const nearest = lower.at(-1);
  return nearest === undefined ? undefined : { version: nearest.version, because: 'next-lower-number' };
}

/**
 * Versions that are not in the registry any more and would be the ones to go back to if they were: live under the alias after the target
 * was last, and not rolled back. Newest first. Pure.
 */
export function listGoneSince(
  { effective: history, index }: Pick<ModelStatus, 'effective' | 'index'>,
  alias: string,
  target: string | undefined,
): readonly string[] {
  const spans = listSpans(history, alias);
  const standing = new Set(index.versions.map(({ version }) => version));
  const later = spans.slice(spans.findLastIndex(span => span.version === target) + 1);
  const gone = later.filter(
    ({ version }) => !standing.has(version) && !wasTakenBack(history, alias, version),
  );
  return [...new Set(gone.map(({ version }) => version).toReversed())];
}
