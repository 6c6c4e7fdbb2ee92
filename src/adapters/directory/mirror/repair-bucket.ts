import { AppError, ConflictError } from '../../../core/errors/app-error.ts';
import type { Transfer, TransferOutcome } from '../../../core/mirror/transfer.ts';
import type { TransferOptions } from '../../../core/ports/mirror.ts';
import type { ProjectionOutcome } from '../../../core/ports/registry.ts';
import { rollbackLogsName } from '../layout.ts';
import { repairRegistryFile } from './bucket-registry-file.ts';
import { type ProjectContext, projectBucket } from './project-bucket.ts';
import { listReplaced, repairFile } from './repair-files.ts';
import { repairHistory } from './repair-history.ts';

/**
 * Puts right what another program overwrote in the bucket, as far as the copy has it and it is proven: entries of the history by their chain,
 * files of versions and evidence by the digests on record, pointers and logs by the history. Each is replaced only as it was seen. What
 * is overwritten and cannot be proven is `refused`. What needed nothing is not in the answer.
 * @throws UnavailableError when the bucket cannot be reached, format-too-new
 */
export async function repairBucket(
  context: ProjectContext,
  options: TransferOptions,
): Promise<readonly TransferOutcome[]> {
  const outcomes: TransferOutcome[] = [];
  const repair = async (transfer: Transfer, work: () => Promise<'done' | 'already'>): Promise<void> => {
    options.signal?.throwIfAborted();
    const outcome = await attempt(transfer, work);
    if (outcome.outcome === 'already') return;
    outcomes.push(outcome);
    options.onTransfer?.(outcome);
  };
  await repair(describe('registry', '.lastgood/registry.json'), () =>
    repairRegistryFile(context.cache, context.store),
  );
  const models = await context.cache.history.listModels();
  const unsure = new Set<string>();
  for (const model of models)
    await repair(describe('history', `.lastgood/history/${model}`), async () => {
      unsure.add(model);
      const outcome = await repairHistory(context, model, options);
      unsure.delete(model);
      return outcome;
    });
  for (const name of listReplaced(context.seen)) {
    const unit = name.startsWith('.lastgood/evidence/') ? 'kept' : 'version';
    await repair(describe(unit, name), () => repairFile(context, name, options));
  }
  for (const model of models.filter(each => !unsure.has(each))) {
    for (const projected of await projectBucket(context, model, { signal: options.signal }))
      await repair(describeProjection(context, projected), async () => judge(projected));
  }
  return outcomes;
}

async function attempt(
  transfer: Transfer,
  work: () => Promise<'done' | 'already'>,
): Promise<TransferOutcome> {
  try {
    return { transfer, outcome: await work(), problem: undefined };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const outcome = thrown instanceof ConflictError ? 'refused' : 'failed';
    return { transfer, outcome, problem: thrown.message };
  }
}

function describe(unit: Transfer['unit'], name: string): Transfer {
  const why = 'another program overwrote it';
  return { to: 'bucket', act: 'add', unit, name, files: [name], sizeBytes: 0, why };
}

function describeProjection({ url }: ProjectContext, { target }: ProjectionOutcome): Transfer {
  const name = target.slice(url.length + 1);
  const unit = name.startsWith(`${rollbackLogsName}/`) ? 'log' : name.includes('/') ? 'version' : 'pointer';
  return { ...describe(unit, name), why: 'it did not say what the history says' };
}

function judge({ outcome, problem }: ProjectionOutcome): 'done' | 'already' {
  if (outcome === 'already') return 'already';
  if (outcome === 'written') return 'done';
  throw new ConflictError('partly-done', problem ?? 'It could not be written.');
}
