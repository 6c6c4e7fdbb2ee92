import { groupDifferences } from '../../../core/mirror/describe-difference.ts';
import { differenceWords } from '../../../core/mirror/difference-words.ts';
import type { Fork, ForkSide } from '../../../core/mirror/find-fork.ts';
import type { SyncReceipt } from '../../../core/mirror/sync-receipt.ts';
import type { Transfer } from '../../../core/mirror/transfer.ts';
import type { MirrorCondition } from '../../../core/ports/mirror.ts';
import type { SyncDocument } from '../json/sync.ts';
import type { SyncStatusDocument } from '../json/sync-status.ts';
import { describeEntry } from './history-document.ts';

/** Both sides of a registry in a bucket, as they were just read. */
export type SyncStatus = {
  readonly condition: MirrorCondition;
  readonly forks: readonly Fork[];
  readonly pull: readonly Transfer[];
  readonly push: readonly Transfer[];
};

/** Both sides as a document. Pure. */
export function describeSyncStatus({ condition, forks, pull, push }: SyncStatus): SyncStatusDocument {
  const { url, cache, seenAt = '', differences } = condition;
  return {
    schema: 'lastgood/sync-status/1',
    ...{ url, cache, seenAt },
    differences: groupDifferences(differences).flatMap(group =>
      group.differences.map(({ kind, model, version, name, detail }) => ({
        kind,
        severity: differenceWords[kind].severity,
        model: model ?? null,
        version: version ?? null,
        ...{ name, detail },
        choices: differenceWords[kind].choices.map(({ by, text }) => ({ by, text })),
      })),
    ),
    forks: forks.map(({ model, sharedGenerations, generations }) => ({
      ...{ model, sharedGenerations },
      generations: generations.map(({ generation, here, inBucket }) => ({
        generation,
        here: describeSide(here),
        inBucket: describeSide(inBucket),
      })),
    })),
    pull: pull.map(describeTransfer),
    push: push.map(describeTransfer),
  };
}

/** What was or would be carried. */
export type SyncEnd = {
  readonly direction: 'pull' | 'push';
  readonly condition: Pick<MirrorCondition, 'url' | 'cache'>;
  /** Models whose histories are forked. */
  readonly forked: readonly string[];
  /** What else is not right and what this direction does not mend, in sentences that are safe to show. */
  readonly unmended: readonly string[];
  readonly receipt: Omit<SyncReceipt, 'outcome'> & { readonly outcome: SyncDocument['outcome'] };
};

/** What was or would be carried, as a document. Pure. */
export function describeSync({ direction, condition, forked, receipt }: SyncEnd): SyncDocument {
  const { url, cache } = condition;
  const outcomes = new Map(receipt.outcomes.map(each => [each.transfer, each]));
  return {
    schema: 'lastgood/sync/1',
    ...{ direction, url, cache },
    outcome: receipt.outcome,
    transfers: receipt.transfers.map(each => ({
      ...describeTransfer(each),
      outcome: outcomes.get(each)?.outcome ?? 'not-started',
      problem: outcomes.get(each)?.problem ?? null,
    })),
    forked: [...forked],
    problem: receipt.problem ?? null,
  };
}

function describeSide(side: ForkSide): SyncStatusDocument['forks'][number]['generations'][number]['here'] {
  if (side === undefined) return null;
  if ('entry' in side) return describeEntry(side);
  const { generation, fault, problem } = side;
  return { generation, fault, problem };
}

function describeTransfer(transfer: Transfer): SyncStatusDocument['pull'][number] {
  const { to, act, unit, name, files, sizeBytes, why, move = null } = transfer;
  return { to, act, unit, name, files: [...files], sizeBytes, why, move };
}
