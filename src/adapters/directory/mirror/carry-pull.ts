import { toAppError } from '../../../core/errors/app-error.ts';
import type { Transfer, TransferOutcome } from '../../../core/mirror/transfer.ts';
import type { TransferOptions } from '../../../core/ports/mirror.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { parseEntryName } from '../layout.ts';
import { projectModel } from '../projections.ts';
import { parseObjectName } from './classify-object.ts';
import { describeStop } from './describe-stop.ts';
import type { MirrorContext } from './mirror-context.ts';
import {
  addFile,
  makeAside,
  type PullOutcome,
  replaceEntry,
  replaceFile,
  uncoverFolder,
} from './pull-file.ts';
import { pullPointer } from './pull-pointer.ts';
import { removeVersion } from './remove-version.ts';
import { runLimited } from './run-limited.ts';

/** How many files are brought at the same time. */
const filesAtOnce = 8;

/**
 * Carries transfers to the copy. Files of a version come before the metadata.json with which it begins to exist, entries of a history in
 * their order. What was changed here is kept in `.lastgood/set-aside`, in a folder per call. One that fails does not stop the others.
 * Never rejects. Once the signal is aborted nothing more is begun and what runs is brought to its end; what was not begun is not in the
 * answer.
 */
export async function carryPull(
  context: MirrorContext,
  transfers: readonly Transfer[],
  options: TransferOptions = {},
): Promise<readonly TransferOutcome[]> {
  const { cache, seen } = context;
  const aside = makeAside(cache);
  const report = createProgress(transfers, options);
  const outcomes: TransferOutcome[] = [];
  try {
    for (const transfer of transfers) {
      if (options.signal?.aborted) break;
      const outcome = await carry({ context, aside, report, options }, transfer);
      outcomes.push(outcome);
      options.onTransfer?.(outcome);
    }
  } finally {
    // What is not remembered is compared again by the next read.
    await seen.save().catch(() => undefined);
  }
  return outcomes;
}

type Carrying = {
  readonly context: MirrorContext;
  readonly aside: string;
  readonly report: (name: string, doneBytes: number) => void;
  readonly options: TransferOptions;
};

async function carry(carrying: Carrying, transfer: Transfer): Promise<TransferOutcome> {
  try {
    if (transfer.act === 'remove') return await removeRetired(carrying.context, transfer);
    if (transfer.unit === 'pointer') return await pullPointer(carrying.context, transfer);
    return summarise(transfer, await carryFiles(carrying, transfer));
  } catch (thrown) {
    return { transfer, outcome: 'failed', problem: toAppError(thrown).message };
  } finally {
    // Of entries that came before it failed or was stopped, too. What cannot be written the next write or doctor puts in line.
    if (transfer.unit === 'history') await projectPulled(carrying, transfer).catch(toAppError);
  }
}

async function carryFiles(carrying: Carrying, transfer: Transfer): Promise<ReadonlyMap<string, PullOutcome>> {
  const outcomes = new Map<string, PullOutcome>();
  const { signal: stop } = carrying.options;
  const bring = async (name: string, begun?: 'to-its-end'): Promise<void> => {
    if (stop?.aborted && begun === undefined) return;
    const call = { stop, onProgress: (done: number) => carrying.report(name, done) };
    const replace = transfer.unit === 'history' ? replaceEntry : replaceFile;
    const outcome =
      transfer.act === 'set-aside'
        ? await replace(carrying.context, name, carrying.aside, call)
        : await addFile(carrying.context, name, call);
    outcomes.set(name, outcome);
    carrying.report(name, carrying.context.seen.find(name)?.facts.sizeBytes ?? 0);
  };
  const last = transfer.files.filter(name => parseObjectName(name).is === 'metadata');
  const first = transfer.files.filter(name => !last.includes(name));
  if (transfer.act === 'set-aside' && transfer.unit === 'version')
    await uncoverFolder(carrying.context, transfer.name, carrying.aside);
  await runLimited(first, transfer.unit === 'history' ? 1 : filesAtOnce, name => bring(name));
  if (outcomes.size < first.length) throw describeStop(outcomes.size, transfer.files.length, 'brought');
  // A version that misses a file is not made visible.
  if ([...outcomes.values()].every(outcome => outcome === 'installed' || outcome === 'already'))
    await runLimited(last, 1, name => bring(name, 'to-its-end'));
  return outcomes;
}

const problems: Readonly<Record<Exclude<PullOutcome, 'installed' | 'already'>, string>> = {
  'changed-here': 'another one stands here; it was left alone',
  gone: 'it is gone from the bucket',
  moved: 'it changed in the bucket meanwhile; do the same again',
  damaged: 'its bytes are not what its name says',
};

function summarise(transfer: Transfer, outcomes: ReadonlyMap<string, PullOutcome>): TransferOutcome {
  for (const [name, outcome] of outcomes) {
    if (outcome === 'installed' || outcome === 'already') continue;
    const problem = `${name}: ${problems[outcome]}`;
    return { transfer, outcome: outcome === 'changed-here' ? 'refused' : 'failed', problem };
  }
  const isAlready = [...outcomes.values()].every(outcome => outcome === 'already');
  return { transfer, outcome: isAlready ? 'already' : 'done', problem: undefined };
}

async function removeRetired({ cache, seen }: MirrorContext, transfer: Transfer): Promise<TransferOutcome> {
  if (parseEntryName(transfer.name).is !== 'version')
    return { transfer, outcome: 'refused', problem: 'it is no version' };
  const isRemoved = await withFileErrors('remove the version', cache.places.root, () =>
    removeVersion(cache, transfer.name),
  );
  for (const { facts } of [...seen.list()])
    if (facts.name.startsWith(`${transfer.name}/`)) seen.forget(facts.name);
  return { transfer, outcome: isRemoved ? 'done' : 'already', problem: undefined };
}

async function projectPulled({ context }: Carrying, transfer: Transfer): Promise<void> {
  const [name = ''] = transfer.files;
  const parsed = parseObjectName(name);
  if (parsed.is === 'history') await projectModel(context.cache, parsed.model, {});
}

function createProgress(transfers: readonly Transfer[], { onProgress }: TransferOptions): Carrying['report'] {
  const totalBytes = transfers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const done = new Map<string, number>();
  let doneBytes = 0;
  return (name, bytes) => {
    doneBytes += bytes - (done.get(name) ?? 0);
    done.set(name, bytes);
    onProgress?.(Math.min(doneBytes, totalBytes), totalBytes);
  };
}
