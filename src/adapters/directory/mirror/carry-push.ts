import { type AppError, ConflictError, toAppError } from '../../../core/errors/app-error.ts';
import type { ErrorCode } from '../../../core/errors/error-codes.ts';
import type { Transfer, TransferOutcome } from '../../../core/mirror/transfer.ts';
import type { TransferOptions } from '../../../core/ports/mirror.ts';
import type { ObjectStore } from '../../../core/ports/object-store.ts';
import { ensureBucketRegistry } from './bucket-registry-file.ts';
import { countBytes } from './count-bytes.ts';
import type { ProjectContext } from './project-bucket.ts';
import { pushHistory } from './push-history.ts';
import { pushKept, pushLog, pushPointer } from './push-small.ts';
import { pushVersion, removeVersion } from './push-version.ts';
import { runLimited } from './run-limited.ts';
import { uncoverPointer } from './uncover-pointer.ts';

/** How one transfer ended that did not fail. */
export type Carried = 'done' | 'already';

/** Transfers that are carried at the same time; the requests of all of them share the connections. */
const atOnce = 16;

/** What is carried first: an entry speaks only of what is there, a pointer only of what the history says. */
const order: readonly (readonly Transfer['unit'][])[] = [
  ['registry'],
  ['version', 'kept'],
  ['history'],
  ['pointer', 'log'],
];

/** Failures that the other transfers would only meet again. */
const hopeless: ReadonlySet<ErrorCode> = new Set([
  'network-failed',
  'login-required',
  'access-denied',
  'bucket-not-found',
  'tool-missing',
]);

/**
 * Carries transfers into the bucket. Nothing that stands there is overwritten; a version appears with its metadata.json, an entry behind
 * the one before. Once the signal is aborted nothing more is begun and what runs is brought to its end; what was not begun is not in the
 * answer.
 * @returns in the order given
 */
export async function carryPush(
  context: ProjectContext,
  transfers: readonly Transfer[],
  options: TransferOptions,
): Promise<readonly TransferOutcome[]> {
  if (transfers.length === 0) return [];
  const written = new Set<string>();
  const store = noteWritten(countBytes(context.store, transfers, options, context.cache.now), written);
  const run: PushRun = {
    context: { ...context, store },
    options,
    written,
    outcomes: new Map(),
    hopelessness: undefined,
  };
  for (const units of order) {
    const group = transfers.filter(({ unit }) => units.includes(unit));
    if (units.includes('registry')) await ensureBucketRegistry(context.cache, store);
    await runLimited(group, atOnce, transfer => carryOne(run, transfer));
  }
  // What is not remembered is compared again by the next read.
  await context.seen.save().catch(() => undefined);
  return transfers.flatMap(transfer => run.outcomes.get(transfer) ?? []);
}

type PushRun = {
  readonly context: ProjectContext;
  readonly options: TransferOptions;
  readonly outcomes: Map<Transfer, TransferOutcome>;
  /** Names of objects that this call has written. */
  readonly written: ReadonlySet<string>;
  hopelessness: AppError | undefined;
};

function noteWritten(store: ObjectStore, written: Set<string>): ObjectStore {
  return {
    ...store,
    write: async (write, options) => {
      const outcome = await store.write(write, options);
      if (outcome.outcome === 'written') written.add(write.name);
      return outcome;
    },
  };
}

async function carryOne(run: PushRun, transfer: Transfer): Promise<void> {
  const { signal, onTransfer } = run.options;
  if (signal?.aborted) return;
  let outcome: TransferOutcome;
  try {
    if (run.hopelessness !== undefined) throw run.hopelessness;
    outcome = { transfer, outcome: await carry(run, transfer), problem: undefined };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (hopeless.has(error.code)) run.hopelessness = error;
    const isRefused = error instanceof ConflictError && error.code !== 'partly-done';
    outcome = { transfer, outcome: isRefused ? 'refused' : 'failed', problem: error.message };
  }
  run.outcomes.set(transfer, outcome);
  onTransfer?.(outcome);
}

async function carry({ context, options, written }: PushRun, transfer: Transfer): Promise<Carried> {
  const call = { stop: options.signal };
  if (transfer.act === 'remove')
    return await (transfer.unit === 'pointer' ? uncoverPointer : removeVersion)(context, transfer, call);
  switch (transfer.unit) {
    case 'version':
      return await pushVersion(context, transfer, call);
    case 'kept':
      return await pushKept(context, transfer, call);
    case 'history':
      return await pushHistory(context, transfer, call);
    case 'pointer':
      return await pushPointer(context, transfer, call).then(carried =>
        // All pointers of a model are written at once: one that another transfer of this call wrote was carried too.
        written.has(transfer.name) ? 'done' : carried,
      );
    case 'log':
      return await pushLog(context, transfer, call);
    case 'registry':
      return 'done';
    default:
      return transfer.unit satisfies never;
  }
}
