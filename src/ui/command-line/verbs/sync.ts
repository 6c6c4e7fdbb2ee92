import { requireWriteAccess } from '../../../core/apply/apply-plan.ts';
import { applySync } from '../../../core/apply/apply-sync.ts';
import { InvalidInputError } from '../../../core/errors/app-error.ts';
import type { DifferenceKind } from '../../../core/mirror/difference.ts';
import { describeApart, findApart } from '../../../core/mirror/find-apart.ts';
import type { SyncReceipt } from '../../../core/mirror/sync-receipt.ts';
import type { Transfer } from '../../../core/mirror/transfer.ts';
import type { Mirror } from '../../../core/ports/mirror.ts';
import { loadFork } from '../../../core/session/load-fork.ts';
import { type PlannedSync, prepareSync } from '../../../core/session/prepare-sync.ts';
import type { Session } from '../../../core/session/session.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { describeEnvironment, writeOptionRows } from '../carry-out.ts';
import { requireConsent } from '../consent.ts';
import { describeSync, describeSyncStatus, type SyncEnd } from '../documents/sync-document.ts';
import { readSource } from '../fresh-session.ts';
import type { Host } from '../host.ts';
import { describeOutcome, printPlanned, printSync, printSyncStatus } from '../print-sync.ts';
import { createProgressLine } from '../progress-line.ts';
import { tell } from '../speak.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf, exitCodeOfError, type VerbResult } from '../verb-result.ts';

const actions = ['status', 'pull', 'push'] as const;
type Action = (typeof actions)[number];

export const syncVerb = defineVerb({
  name: 'sync',
  group: 'Keep in order',
  summary: 'compare a registry in a bucket with its local copy (status), or carry what differs (pull, push)',
  words: ['ACTION'],
  wordValues: { ACTION: actions },
  options: {
    'dry-run': { help: 'print what would be carried and carry nothing' },
    prune: {
      help: 'also remove versions that the history says were archived and the other side has no more; a push removes files in the place of a pointer too',
    },
    yes: { help: 'carry it out without asking; a pull that only adds is never asked about' },
    confirm: writeOptionRows.confirm,
  },
  run: async ({ host, global, words, options }) => {
    const action = readAction(words.ACTION);
    const session = await host.openSession(global, 'to-sync');
    const mirror = getMirrorHere(session);
    await readSource(session, host);
    if (action === 'status') return await describeStatus(session, mirror, host);
    return await carry(session, mirror, host, { ...options, direction: action });
  },
});

function readAction(text: string): Action {
  const action = actions.find(each => each === text);
  if (action !== undefined) return action;
  throw new InvalidInputError('usage', `sync does not know "${makeSafeText(text, { limit: 40 })}".`, {
    hint: `Say what to do: ${actions.join(', ')}.`,
  });
}

function getMirrorHere({ registry }: Session): Mirror {
  if (registry.mirror !== undefined) return registry.mirror.reader;
  const { name, place } = registry.reader.identity;
  const what = registry.source === undefined ? 'a folder' : 'a server';
  throw new InvalidInputError('capability-missing', `${name} is ${what}: ${place} has no other side.`, {
    hint: 'sync is for a registry in a bucket: --registry gs://BUCKET/PREFIX.',
  });
}

async function describeStatus(session: Session, mirror: Mirror, host: Host): Promise<VerbResult> {
  const condition = mirror.getCondition();
  const [pull, push] = await Promise.all([
    mirror.describeTransfers('pull', { copy: 'as-read' }),
    mirror.describeTransfers('push', { copy: 'as-read' }),
  ]);
  const models = listForked(mirror);
  const forks = await Promise.all(models.map(model => loadFork(session, model, host.stop)));
  const status = { condition, forks, pull, push };
  const isDamaged = condition.differences.some(({ kind }) => damages.has(kind));
  return {
    exitCode: exitCodeOf(models.length > 0 ? 'conflict' : isDamaged ? 'integrity' : 'done'),
    document: () => describeSyncStatus(status),
    lines: () => printSyncStatus(status, session.now(), fitToOutput(host)),
  };
}

/** Kinds of difference by which one side is not what was written. */
const damages: ReadonlySet<DifferenceKind> = new Set([
  'history-damaged',
  'history-edited',
  'history-overwritten',
  'live-missing',
  'record-altered',
]);

/** Models with other entries of the same number on both sides. */
function listForked(mirror: Mirror): readonly string[] {
  const forked = mirror.getCondition().differences.filter(({ kind }) => kind === 'history-forked');
  return [...new Set(forked.flatMap(({ model }) => model ?? []))];
}

/** A push carries nothing of a history that was edited here, nor of a live version that this machine has not; no sync puts right what is wrong in the bucket. */
function listUnmended(
  mirror: Mirror,
  { direction, transfers }: Pick<PlannedSync, 'transfers'> & { readonly direction: 'pull' | 'push' },
): readonly string[] {
  const kinds = [
    'history-damaged',
    'history-overwritten',
    ...(direction === 'push' ? ['history-edited'] : []),
  ];
  const condition = mirror.getCondition();
  const histories = findApart(condition).filter(({ kind }) => kinds.includes(kind));
  const carried = new Set(transfers.map(({ name }) => name));
  const versions = condition.differences.filter(
    ({ kind, name }) => ofLive.has(kind) && direction === 'push' && !carried.has(name),
  );
  return [
    ...histories.map(apart => `${apart.model}: its ${describeApart(apart)}.`),
    ...versions.map(({ name, detail }) => `${name}: ${detail}.`),
  ];
}

/** Kinds of difference by which who reads the bucket afresh does not get what is live. */
const ofLive: ReadonlySet<DifferenceKind> = new Set(['live-missing', 'record-altered']);

type Carrying = {
  readonly direction: 'pull' | 'push';
  readonly 'dry-run': boolean;
  readonly prune: boolean;
  readonly yes: boolean;
  readonly confirm: string | undefined;
};

async function carry(session: Session, mirror: Mirror, host: Host, options: Carrying): Promise<VerbResult> {
  const { direction, prune } = options;
  const planned = await prepareSync(session, direction, { prune, copy: 'as-read' });
  const { transfers } = planned;
  const about = {
    direction,
    condition: mirror.getCondition(),
    forked: listForked(mirror),
    unmended: listUnmended(mirror, { direction, transfers }),
  };
  if (options['dry-run']) {
    const receipt = { outcome: 'planned', transfers, outcomes: [], problem: undefined } as const;
    const lines = () => [
      ...(transfers.length === 0
        ? [`There is nothing to ${direction}.`]
        : printPlanned(planned, fitToOutput(host))),
    ];
    return { ...describeEnd({ ...about, receipt }), lines };
  }
  if (transfers.length > 0) await requireAgreement(session, host, planned, options);
  return describeEnd({ ...about, receipt: await apply(session, host, transfers) });
}

/** What is only added to the copy needs no word; everything else is shown and confirmed. */
async function requireAgreement(
  session: Session,
  host: Host,
  { transfers, confirmation }: PlannedSync,
  { direction, yes, confirm }: Carrying,
): Promise<void> {
  if (direction === 'push') requireWriteAccess(session);
  if (direction === 'pull' && transfers.every(({ act }) => act === 'add')) return;
  tell(host, printPlanned({ transfers, confirmation }, {}));
  await requireConsent(host, { yes, confirm }, confirmation);
}

/** Carries it, telling of each and of all on stderr; stops after the running file when the host does. */
async function apply(session: Session, host: Host, transfers: readonly Transfer[]): Promise<SyncReceipt> {
  const progress = createProgressLine(host, 'Carried:');
  try {
    return await applySync(transfers, describeEnvironment(session, host), {
      signal: host.stop,
      onTransfer: outcome => {
        progress.end();
        tell(host, [describeOutcome(outcome)]);
      },
      onProgress: progress.show,
    });
  } finally {
    progress.end();
  }
}

function describeEnd(end: SyncEnd): VerbResult {
  return {
    exitCode: exitCodeOfSync(end),
    document: () => describeSync(end),
    lines: () => printSync(end),
  };
}

function exitCodeOfSync({ receipt, forked, unmended }: SyncEnd): number {
  if (receipt.outcome === 'partial') return exitCodeOf('partial');
  const isOther = receipt.problem !== undefined && receipt.problem.code !== 'partly-done';
  if (forked.length > 0 && !isOther) return exitCodeOf('conflict');
  if (unmended.length > 0 && !isOther) return exitCodeOf('integrity');
  return receipt.problem === undefined ? exitCodeOf('done') : exitCodeOfError(receipt.problem.code);
}
