import { listSpans, wasTakenBack } from '../history/fold-history.ts';
import { compareVersionNames } from '../names/version-name.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { RollbackCandidate } from './rank-targets.ts';

/** The version before this one, and how that is known. */
export type PreviousVersion = { readonly version: string; readonly because: 'history' | 'next-lower-number' };

/** The most recently live version that is proven good and can be chosen; undefined when nothing is proven. Pure. */
export function chooseLastGood(candidates: readonly RollbackCandidate[]): RollbackCandidate | undefined {
  return candidates.find(candidate => candidate.standing === 'proven');
}

/**
 * The version live before the one live now that was not rolled back. Where the history knows of no other version, the next
 * lower one that is complete. Undefined when there is none, or nothing is live. Pure.
 */
export function choosePrevious(status: ModelStatus, alias: string): PreviousVersion | undefined {
  const history = status.effective;
  const live = history.aliases.get(alias)?.version ?? undefined;
  if (live === undefined) return undefined;
  const spans = listSpans(history, alias);
  const knowsOthers = spans.some(span => span.version !== live);
  if (knowsOthers) {
    const earlier = spans.findLast(
      span => span.version !== live && !wasTakenBack(history, alias, span.version),
    );
    return earlier === undefined ? undefined : { version: earlier.version, because: 'history' };
  }
  const lower = status.index.versions.filter(
    candidate =>
      candidate.whole === 'complete' &&
      compareVersionNames(candidate.version, live) < 0 &&
      !history.rolledBackBefore.has(candidate.version),
  );
  const nearest = lower.at(-1);
  return nearest === undefined ? undefined : { version: nearest.version, because: 'next-lower-number' };
}
