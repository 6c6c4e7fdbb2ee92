import type { ChainVerdict } from '../../../core/history/chain.ts';
import { formatCheckpoint } from '../../../core/history/chain.ts';
import type { AliasPosition, Hold } from '../../../core/history/model-history.ts';
import { findModelDescription } from '../../../core/registry/model-description.ts';
import type { ModelStatus } from '../../../core/registry/model-status.ts';
import type { HistoryDocument } from '../json/history.ts';
import type { ModelDocument } from '../json/model.ts';
import { describeGateRecord } from './gate-standing-document.ts';

type Alias = ModelDocument['aliases'][number];

/** A model as a document. Pure. */
export function describeModel(status: ModelStatus): ModelDocument {
  const { effective, index } = status;
  const description = findModelDescription(status);
  return {
    schema: 'lastgood/model/1',
    model: index.model,
    aliases: describeAliases(status),
    hold: describeHold(effective.modelHold),
    heldVersions: [...effective.versionHolds].map(([version, hold]) => ({ version, ...copyHold(hold) })),
    description: description.description ?? null,
    owner: description.owner ?? null,
    notes: description.notes,
    tags: [...description.tags],
    versionCount: index.versions.length,
    newest: findNewest(status),
    generation: status.recorded.generation,
    verification: describeVerdict(status.chain),
    concerns: status.concerns.map(({ severity, kind, message }) => ({ severity, kind, message })),
  };
}

/** The newest complete version, or null. Pure. */
export function findNewest(status: ModelStatus): string | null {
  return status.index.versions.findLast(version => version.whole === 'complete')?.version ?? null;
}

/** Every alias with what is live under it. What no entry records has no actor, time or operation. Pure. */
export function describeAliases(status: ModelStatus): Alias[] {
  return [...status.effective.aliases].map(([alias, position]) => {
    const { version, gate } = position;
    const recorded = isRecorded(status, position);
    return {
      alias,
      version,
      recorded,
      since: recorded ? position.since : null,
      actor: recorded ? position.actor : null,
      reason: recorded ? position.reason : null,
      action: recorded ? position.action : null,
      generation: recorded ? position.generation : null,
      operationId: recorded ? position.operationId : null,
      gate: describeGateRecord(gate),
    };
  });
}

/** Whether an entry of the history says so, and not only the pointer. Pure. */
export function isRecorded(status: ModelStatus, position: Pick<AliasPosition, 'generation'>): boolean {
  return position.generation <= status.recorded.generation;
}

/** A hold as documents have it. Pure. */
export function describeHold(hold: Hold | undefined): ModelDocument['hold'] {
  return hold === undefined ? null : copyHold(hold);
}

/** What verifying a history gave, as documents have it. Pure. */
export function describeVerdict(chain: ChainVerdict): HistoryDocument['verification'] {
  const { verdict, words } = chain;
  if (chain.verdict !== 'intact') return { verdict, words, generation: chain.generation, checkpoint: null };
  const checkpoint = chain.checkpoint === undefined ? null : formatCheckpoint(chain.checkpoint);
  return { verdict, words, generation: null, checkpoint };
}

function copyHold({ at, actor, reason, operationId }: Hold) {
  return { at, actor, reason, operationId };
}
