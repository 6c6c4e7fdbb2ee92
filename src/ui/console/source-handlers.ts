import { applySync } from '../../core/apply/apply-sync.ts';
import { formatCommand } from '../../core/plan/planning.ts';
import { loadFork } from '../../core/session/load-fork.ts';
import { prepareSync } from '../../core/session/prepare-sync.ts';
import { refreshSource } from '../../core/session/refresh-source.ts';
import { formatBytes } from '../format/bytes.ts';
import type { EffectHandlers } from '../runtime/effect-handler.ts';
import type { CurrentSession } from './current-session.ts';
import { limitRate } from './limit-rate.ts';
import type { ConsoleOperations } from './operations.ts';

/** Operations on what is outside behind a registry: reading it, and of a bucket comparing and carrying. */
type SourceOperation = 'refreshSource' | 'loadFork' | 'planSync' | 'applySync';

/** The console's operations on the bucket or server behind the registry. */
export function createSourceHandlers({
  get,
}: CurrentSession): Pick<EffectHandlers<ConsoleOperations>, SourceOperation> {
  return {
    refreshSource: {
      kind: 'read',
      run: (_, { signal, report }) =>
        refreshSource(get(), { signal, onProgress: limitRate(listed => report({ listed })) }),
    },
    loadFork: { kind: 'read', run: ({ model }, { signal }) => loadFork(get(), model, signal) },
    planSync: { kind: 'read', run: ({ direction }) => prepareSync(get(), direction) },
    applySync: {
      kind: 'write',
      describe: ({ direction, url }) => ({
        title: direction === 'pull' ? `Pull from ${url}` : `Push to ${url}`,
        command: formatCommand(['sync', direction, '--registry', url]),
      }),
      describeProgress: progress =>
        progress.at === 'transfer'
          ? progress.outcome.transfer.name
          : `${formatBytes(progress.done)} of ${formatBytes(progress.total)}`,
      run: ({ transfers }, { signal, report }) =>
        applySync(transfers, get(), {
          signal,
          onTransfer: outcome => report({ at: 'transfer', outcome }),
          onProgress: limitRate((done, total) => report({ at: 'bytes', done, total })),
        }),
    },
  };
}
