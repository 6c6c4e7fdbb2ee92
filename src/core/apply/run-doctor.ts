import { diagnose } from '../diagnosis/diagnose.ts';
import type { ExaminedGate } from '../diagnosis/diagnose-gates.ts';
import { describeRepairs, diagnoseMirror } from '../diagnosis/diagnose-mirror.ts';
import type { Finding } from '../diagnosis/finding.ts';
import type { OperationRecord } from '../operation/operation-record.ts';
import type { ProjectionOutcome, Registry } from '../ports/registry.ts';
import { findHistoryProblem } from '../registry/history-problem.ts';
import { judgeModels, type ModelStatus } from '../registry/model-status.ts';
import type { RegistryIndex } from '../registry/registry-index.ts';
import type { Version } from '../registry/version.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { requireWriteAccess } from './apply-plan.ts';
import { examineGates } from './examine-gates.ts';
import { type FinishedOperation, finishOperations } from './finish-operations.ts';
import { describeGivenUp } from './given-up.ts';

/**
 * Reads everything, every version and the files of verdicts too, the bucket or server behind it as well, and says what is wrong. Changes nothing.
 * @throws NotFoundError registry-not-found, registry-not-a-folder; UnavailableError when the outside refuses.
 */
export async function examine(
  {
    registry,
    sha256,
  }: Pick<ApplyEnvironment, 'sha256'> & { readonly registry: Pick<Registry, 'reader' | 'source' | 'mirror'> },
  signal?: AbortSignal,
): Promise<readonly Finding[]> {
  const { reader, source, mirror } = registry;
  const seen = await mirror?.reader.refresh({ signal });
  if (mirror === undefined) await source?.refresh({ signal });
  const index = await reader.loadIndex({ signal });
  const versions: Version[] = [];
  for (const { model, versions: known } of index.models) {
    const names = known.map(({ version }) => version);
    versions.push(...(await reader.loadVersions(model, names, 'listing', { signal })));
  }
  const gates: ExaminedGate[] = [];
  const versionsOf = Map.groupBy(versions, ({ model }) => model);
  for (const status of judgeModels(index, sha256)) {
    const own = versionsOf.get(status.index.model) ?? [];
    gates.push(...(await examineGates(reader, status, own, signal)));
  }
  const mirrored = diagnoseMirror(seen?.differences ?? []);
  const lineage = await reader.loadLineage?.({ signal });
  return [...diagnose({ index, versions, gates, lineage }, sha256), ...mirrored];
}

/** How doctor goes about it. */
export type DoctorOptions = {
  /** Versions that the registry's own file lost, by another program, are put back too. */
  readonly isRestoring?: boolean;
};

/**
 * Repairs what the histories have decided already: finishes cut-off operations, puts pointers and logs in line, removes leftovers.
 * Never decides about drift. Returns what it did and what is left.
 * @throws UnavailableError read-only
 */
export async function runDoctor(
  environment: ApplyEnvironment,
  { isRestoring = false }: DoctorOptions = {},
): Promise<readonly Finding[]> {
  requireWriteAccess(environment);
  const { reader, writer } = environment.registry;
  await writer.catchUp();
  const before = await reader.loadIndex();
  if (before.adoption === 'never-written') {
    const removed = await removeLeftovers(environment, before.operations);
    return [...removed, ...(await examine(environment))];
  }
  if (before.adoption !== 'adopted' || hasSharedDrift(before, environment)) return await examine(environment);
  const repaired: Finding[] = [
    ...(await restore(environment, isRestoring)),
    ...(await repairMirror(environment)),
  ];
  // What was wrong in the bucket stands in the way of nothing any more.
  if (repaired.some(({ state }) => state === 'repaired')) await writer.catchUp();
  const finished = await finishOperations(environment, undefined);
  for (const { operation, ending, detail } of finished) {
    if (ending !== 'finished' && ending !== 'nothing-written') continue;
    repaired.push({ subject: operation.title, state: 'repaired', message: detail, hint: '' });
  }
  for (const status of judgeModels(await reader.loadIndex(), environment.sha256)) {
    repaired.push(...(await projectInOrder(status, environment)));
  }
  // What an unfinished operation left may be what it is finished from.
  const left = finished.filter(({ ending }) => ending === 'running' || ending === 'unfinished');
  const keep = left.map(({ operation }) => operation);
  repaired.push(...(await removeLeftovers(environment, keep)));
  const unfinished = finished.filter(({ ending }) => ending === 'unfinished');
  const told = new Set(unfinished.map(({ operation }) => operation.title));
  const found = await examine(environment);
  return [
    ...repaired,
    ...unfinished.map(describeUnfinished),
    ...found.filter(({ subject, state }) => state !== 'repairable' || !told.has(subject)),
  ];
}

/** What somebody has to put right first. */
function describeUnfinished({ operation, detail }: FinishedOperation): Finding {
  return {
    subject: operation.title,
    state: 'needs-decision',
    message: `began ${operation.startedAt} by ${operation.actor} and cannot be finished: ${detail}`,
    hint: 'Put that right, then run lastgood doctor again: it finishes it.',
  };
}

/** First of all: what cannot be read cannot be put in line. */
async function restore(
  { registry: { writer } }: ApplyEnvironment,
  isRestoring: boolean,
): Promise<readonly Finding[]> {
  const outcomes = [...(await writer.restore()), ...(isRestoring ? await writer.restoreMissing() : [])];
  return outcomes
    .filter(({ outcome }) => outcome === 'written')
    .map(({ target, before, after }) => ({
      subject: target,
      state: 'repaired',
      message: `was ${before ?? 'missing'}, is ${after ?? 'in line'}; what stood there is kept beside, in torn/`,
      hint: '',
    }));
}

async function repairMirror({ registry }: ApplyEnvironment): Promise<readonly Finding[]> {
  return registry.mirror === undefined ? [] : describeRepairs(await registry.mirror.writer.repair());
}

async function removeLeftovers(
  { registry }: ApplyEnvironment,
  keep: readonly OperationRecord[],
): Promise<readonly Finding[]> {
  const removed = await registry.writer.removeLeftovers(keep);
  return removed.map(path => ({
    subject: path,
    state: 'repaired',
    message: 'left behind by a write that was cut off; removed',
    hint: '',
  }));
}

/** While a shared pointer waits for a decision nothing is projected: writing it for one model would wipe out what it says of another. */
function hasSharedDrift(index: RegistryIndex, environment: ApplyEnvironment): boolean {
  const mismatches = judgeModels(index, environment.sha256).flatMap(status => status.mismatches);
  return mismatches.some(mismatch => mismatch.cause === 'drift' && mismatch.pointer.scope === 'shared');
}

/** Projects a model unless somebody has to decide about one of its pointers first, or its history cannot be trusted. */
async function projectInOrder(
  status: ModelStatus,
  environment: ApplyEnvironment,
): Promise<readonly Finding[]> {
  const drifted = status.mismatches.some(mismatch => mismatch.cause === 'drift');
  const isUnsure = findHistoryProblem(status) !== undefined || status.index.disagreement !== undefined;
  if (drifted || isUnsure || status.recorded.generation === 0) return [];
  const outcomes = await environment.registry.writer.project(status.index.model);
  return [...describeWritten(outcomes), ...tellGivenUp(outcomes)];
}

function tellGivenUp(outcomes: readonly ProjectionOutcome[]): readonly Finding[] {
  return outcomes
    .filter(({ outcome }) => outcome === 'given-up')
    .map(outcome => ({
      subject: outcome.target,
      state: 'note',
      message: `is on record, and ${describeGivenUp(outcome)}. It is not tried again`,
      hint: 'Ask for it anew if it is still wanted.',
    }));
}

function describeWritten(outcomes: readonly ProjectionOutcome[]): readonly Finding[] {
  return outcomes
    .filter(outcome => outcome.outcome === 'written')
    .map(outcome => ({
      subject: outcome.target,
      state: 'repaired',
      message: `was ${outcome.before ?? 'missing'}, is ${outcome.after ?? 'removed'} as the history says`,
      hint: '',
    }));
}
