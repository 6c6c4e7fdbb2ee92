import { ConflictError } from '../errors/app-error.ts';
import { describeChange, isAsJudged } from '../gate/bound-check.ts';
import type { EntryDraft, EntryOrigin } from '../history/entry-draft.ts';
import { laterOf } from '../history/entry-draft.ts';
import { listMissingDrafts } from '../plan/find-overtaker.ts';
import type { ConfirmedPlan } from '../plan/plan.ts';
import { describeHistoryPlace } from '../plan/step.ts';
import type { AddedVersion } from '../ports/registry.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { RegistryIndex } from '../registry/registry-index.ts';
import { appendAfter, appendAnywhere, findHead } from './append-drafts.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { loadState } from './load-state.ts';
import { countDone, markDone, markLeft, noteAppended, type Progress } from './progress.ts';
import { recordAdoption } from './record-adoption.ts';
import { isOrderFree, refuseWhenStale } from './refuse-when-stale.ts';

/** How often a plan is put behind an entry that leaves it standing. */
const maxAttempts = 200;

/**
 * Keeps the files of a plan, adds the version of a registration and appends the entries: after it the act has happened.
 * @throws ConflictError moved-meanwhile, evidence-changed, cancelled and others; UnavailableError when the outside refuses.
 */
export async function commitPlan(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
): Promise<void> {
  await keepFiles(plan, environment, progress);
  stopHere(environment);
  progress.added = await addVersion(plan, environment, progress);
  await requireStandingGround(plan, environment);
  await (isOrderFree(plan)
    ? appendInAnyOrder(plan, environment, progress)
    : appendInOrder(plan, environment, progress));
  progress.committed = true;
}

/** First of all: an entry may only speak of what is there. What was kept for nothing is found by its digest and harms nobody. */
async function keepFiles(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
): Promise<void> {
  for (const file of plan.keeps) {
    stopHere(environment);
    await environment.registry.writer.keepFile(file);
    markDone(plan, environment, progress, 'keep-file');
  }
}

/**
 * Holds the files of the verdict an act rests on against their digests once more: after them comes the entry. Large ones are not read
 * again when they are the same by inode, size and times as when this process read them.
 * @throws ConflictError evidence-changed
 */
async function requireStandingGround(plan: ConfirmedPlan, environment: ApplyEnvironment): Promise<void> {
  if (plan.standsOn === undefined) return;
  const { version, files } = plan.standsOn;
  const { onProgress, stop: signal } = environment;
  const { reader } = environment.registry;
  try {
    const checks = await reader.checkBoundFiles(plan.model, version, files, { onProgress, signal });
    const changed = checks.find(check => !isAsJudged(check));
    if (changed === undefined) return;
    throw new ConflictError(
      'evidence-changed',
      `${describeChange(changed, `since ${version} was judged`)}. It needs to be the file that was judged.`,
    );
  } catch (thrown) {
    stopHere(environment);
    throw thrown;
  }
}

/** A pointer that models share follows the newest move, so a move may not look older than one it has seen, whatever this clock says. Pure. */
export function laterThanAll(index: RegistryIndex, now: () => string): () => string {
  const newest = index.models
    .flatMap(model => model.entries.at(-1)?.entry.at ?? [])
    .sort()
    .at(-1);
  return () => laterOf(now(), newest ?? null);
}

async function addVersion(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
): Promise<AddedVersion | undefined> {
  if (plan.registration === undefined) return undefined;
  const options = { onProgress: environment.onProgress, signal: environment.stop };
  const { writer } = environment.registry;
  try {
    const added = await writer.addVersion(plan.registration, plan.operationId, options);
    markDone(plan, environment, progress, 'add-version', added.target);
    return added;
  } catch (thrown) {
    stopHere(environment);
    throw thrown;
  }
}

/**
 * Appends the drafts behind the newest entry, again when somebody records a verdict meanwhile that changes nothing for the plan.
 * @throws ConflictError moved-meanwhile, naming who took the ground from the plan
 */
async function appendInOrder(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { status } = await loadState(environment, plan);
    refuseWhenStale(plan, status);
    try {
      await appendMissing(plan, environment, progress, status);
      return;
    } catch (thrown) {
      const isOvertaken = thrown instanceof ConflictError && thrown.code === 'moved-meanwhile';
      if (!isOvertaken || attempt === maxAttempts) throw thrown;
    }
  }
}

async function appendMissing(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
  { index: { entries } }: ModelStatus,
): Promise<void> {
  const { history } = environment.registry.writer;
  const missing = listMissingDrafts(plan, entries);
  const recorded = plan.drafts.length - missing.length;
  for (let told = countDone(progress, 'append-history'); told < recorded; told += 1)
    markDone(plan, environment, progress, 'append-history');
  let head = findHead(entries);
  for (const draft of missing) {
    stopHere(environment);
    const origin = describeOrigin(plan, environment);
    const appended = await appendAfter(history, draft, origin, head, environment.now());
    head = appended;
    noteAppended(progress, appended);
    const place = describeHistoryPlace(plan.model, head.generation);
    markDone(plan, environment, progress, 'append-history', place);
  }
}

async function appendInAnyOrder(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
): Promise<void> {
  const { history } = environment.registry.writer;
  const origin = describeOrigin(plan, environment);
  for (const draft of plan.drafts) {
    // What was added must be recorded, whoever wants to stop.
    if (progress.added === undefined) stopHere(environment);
    if (draft.action === 'adopt') {
      const adopted = await recordAdoption(environment, origin, draft);
      if (adopted.outcome === 'left') markLeft(plan, environment, progress, adopted.problem);
      else markRecorded(plan, environment, progress, adopted.generation);
    } else {
      const filled = fillRegistration(draft, progress.added);
      const head = await appendAnywhere(history, filled, origin, environment.now);
      noteAppended(progress, head);
      markRecorded(plan, environment, progress, head.generation);
    }
  }
}

/** @param generation where it stands; undefined where somebody else had recorded the same */
function markRecorded(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
  generation: number | undefined,
): void {
  const place = generation === undefined ? undefined : describeHistoryPlace(plan.model, generation);
  markDone(plan, environment, progress, 'append-history', place);
}

/** A registration's draft with the version that was added. Pure. */
export function fillRegistration(draft: EntryDraft, added: AddedVersion | undefined): EntryDraft {
  if (added === undefined || draft.action !== 'register') return draft;
  const { version, metadataSha256 } = added;
  return { ...draft, facts: [{ kind: 'registered', version, metadataSha256 }] };
}

function stopHere(environment: ApplyEnvironment): void {
  if (environment.stop?.aborted) throw new ConflictError('cancelled', 'Stopped before anything was changed.');
}

/** What all entries of a plan share. Pure. */
export function describeOrigin(plan: ConfirmedPlan, environment: ApplyEnvironment): EntryOrigin {
  return { model: plan.model, operationId: plan.operationId, actor: plan.actor, tool: environment.tool };
}
