import type { EntryDraft } from '../history/entry-draft.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { loadState } from './load-state.ts';

/**
 * Targets of the pointers that another program moved and that an operation does not decide about: bringing the rest in line leaves them
 * as they are. What it moves itself is decided, wherever it stands.
 */
export async function listUndecided(
  environment: Pick<ApplyEnvironment, 'registry' | 'sha256'>,
  operation: {
    readonly model: string;
    readonly operationId: string;
    readonly drafts: readonly EntryDraft[];
  },
): Promise<ReadonlySet<string>> {
  const own = operation.drafts.filter(({ action }) => action !== 'adopt');
  // An adoption that another act does not only record by the way is the decision itself.
  if (own.length === 0) return new Set();
  const moved = new Set(own.flatMap(({ moves }) => moves.map(({ alias }) => alias)));
  const { status } = await loadState(environment, operation);
  return new Set(
    status.mismatches.flatMap(({ cause, pointer }) =>
      cause === 'drift' && !moved.has(pointer.alias) ? [pointer.target] : [],
    ),
  );
}
