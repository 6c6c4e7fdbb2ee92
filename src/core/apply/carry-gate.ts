import { describeErrorCode } from '../errors/error-codes.ts';
import type { GateRecord } from '../history/entry.ts';
import { findRecordedGate } from '../history/model-history.ts';
import { findLiveVersion } from '../plan/find-version.ts';
import type { Plan } from '../plan/plan.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import { openCandidateEvidence } from '../session/candidate-evidence.ts';
import { judgePromotion } from '../session/judge-promotion.ts';
import { prepareRegisteredGate } from '../session/judge-registration.ts';
import { loadVersions } from '../session/load-model.ts';
import { getLoadedVersion, prepareGate } from '../session/prepare-gate.ts';
import type { PromotionInput } from '../session/prepare-promotion.ts';
import { applyLinkPlan } from './apply-link-plan.ts';
import { failLink, type LinkEnd, type LinkWork } from './deployment-environment.ts';
import { findLinkEntry } from './find-link-entry.ts';

/**
 * Judges the version and puts the verdict on record, where a policy is bound and none that counts is; then asks whether it may be promoted.
 * Only a PASS, the accepted word of a status file, or an override goes on. @throws AppError as judging does
 */
export async function carryGate(work: LinkWork, version: string): Promise<LinkEnd> {
  const isRecorded = (await findLinkEntry(work, 'gate')) !== undefined;
  const first = isRecorded ? undefined : await judgeNow(work, version);
  if (first?.at === 'ended') return first.end;
  const receipt = first?.receipt;
  const { model } = work.deployment;
  const loaded = await loadVersions(work.session, model, 'everything', work.environment.stop);
  const input = promotionInputOf(work, version, loaded.status);
  const judged = getLoadedVersion(loaded, version);
  const options = readOptionsOf(work);
  const { record, blockers, warnings } = await judgePromotion(work.session, loaded, judged, input, options);
  const [blocker] = blockers;
  if (blocker !== undefined) {
    // The gate has judged the version, and will judge it so again.
    const isRefusal = describeErrorCode(blocker.code).exit === 'gate';
    return failLink(blocker, { receipt, ...(isRefusal && { again: 'no-more' }) });
  }
  // What is live is asked no gate, whatever policy is bound.
  const isLive = findLiveVersion(loaded.status, work.deployment.alias) === version;
  const detail = describeRecord(record);
  const state = isRecorded || receipt !== undefined ? 'done' : detail === undefined ? 'skipped' : 'unchanged';
  const notices = input.gate === 'overridden' ? warnings : undefined;
  const leftOut = isLive ? `${version} is live already: it is not judged again` : 'no policy is bound';
  return { state, detail: detail ?? leftOut, receipt, notices };
}

/** The promotion of a deployment, as its gate and its planner are asked. Nothing is read. */
export function promotionInputOf(
  { deployment: { request }, session }: LinkWork,
  version: string,
  { effective }: ModelStatus,
): PromotionInput {
  const { model, alias, reason, gate, policy, unbound, subject } = request;
  // Where the verdict is on record the word of a status file is not needed; else there is only that word.
  const isOnRecord = findRecordedGate(effective, version, alias) !== undefined;
  const word =
    !isOnRecord && unbound !== undefined && subject.at === 'new'
      ? { unbound, results: openCandidateEvidence(session, subject.registration) }
      : { unbound: undefined };
  return { model, version, alias, reason, gate, policy, ...word, digest: 'verified' };
}

type Judged = Awaited<ReturnType<typeof applyLinkPlan>>;

/** A verdict made now and put on record; undefined when nothing judges the version, or one that counts is on record. */
async function judgeNow(work: LinkWork, version: string): Promise<Judged | undefined> {
  if (await isSettledBefore(work, version)) return undefined;
  const plan = await planVerdict(work, version);
  if (plan === undefined) return undefined;
  return await applyLinkPlan(work, plan, { told: 'as-usual' });
}

async function planVerdict(work: LinkWork, version: string): Promise<Plan | undefined> {
  const { deployment, session } = work;
  const { model, alias, subject, gate, policy, unbound } = deployment.request;
  const options = readOptionsOf(work);
  if (subject.at === 'new') {
    const { registration } = subject;
    const question = { registration, alias, promotion: { gate, policy, unbound } };
    return await prepareRegisteredGate(session, question, version, options);
  }
  const { results } = subject;
  if (results === undefined) return undefined;
  return (await prepareGate(session, { model, version, alias, results, policy }, options)).plan;
}

/** A version that was there before may have its verdict, made by an earlier deployment of the same; results that are named are judged anew. */
async function isSettledBefore(work: LinkWork, version: string): Promise<boolean> {
  const { session } = work;
  const { subject } = work.deployment.request;
  if (subject.at === 'registered') return false;
  const loaded = await loadVersions(session, work.deployment.model, 'everything', work.environment.stop);
  if (findRecordedGate(loaded.status.effective, version, work.deployment.alias) === undefined) return false;
  const input = { ...promotionInputOf(work, version, loaded.status), gate: 'as-bound' } as const;
  const found = getLoadedVersion(loaded, version);
  const { record, blockers } = await judgePromotion(session, loaded, found, input, readOptionsOf(work));
  return blockers.length === 0 && record.verdict === 'PASS';
}

function readOptionsOf({ environment }: LinkWork) {
  return {
    signal: environment.stop,
    onProgress: (done: number, total: number) => environment.onProgress?.('gate', done, total),
  };
}

/** undefined where nothing judges it. */
function describeRecord({ verdict, overridden, bound, unbound }: GateRecord): string | undefined {
  if (verdict === 'NONE') return overridden ? 'overridden' : undefined;
  const by = bound === undefined ? '' : ` by ${bound.policy}`;
  return `${verdict}${by}${unbound ? ', the word of a status file' : ''}${overridden ? ', overridden' : ''}`;
}
