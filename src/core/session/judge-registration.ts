import type { PolicyState } from '../gate/gate-standing.ts';
import type { Policy } from '../gate/policy.ts';
import type { Blocker, Plan } from '../plan/plan.ts';
import { planGate } from '../plan/plan-gate.ts';
import type { ReadOptions } from '../ports/registry.ts';
import type { Registration } from '../registration/registration.ts';
import { defaultAliasOf } from '../registry/default-alias.ts';
import { judgeModel } from '../registry/model-status.ts';
import { emptyModel } from '../registry/registry-index.ts';
import { openCandidateEvidence } from './candidate-evidence.ts';
import { blockUnjudged } from './gate-problems.ts';
import { judgeCandidate, judgeVersion } from './judge-version.ts';
import { type LoadedVersions, loadVersions } from './load-model.ts';
import { findPolicy } from './load-policies.ts';
import { loadRecords } from './load-records.ts';
import { planningOf } from './planning-of.ts';
import { getLoadedVersion } from './prepare-gate.ts';
import type { PromotionInput } from './prepare-promotion.ts';
import type { Session } from './session.ts';
import { type SettledVerdict, settleVerdict, warnOfOverride } from './settle-verdict.ts';

/** A version that is about to be registered, and what it is to be promoted to right after. */
export type RegistrationQuestion = {
  readonly registration: Pick<Registration, 'model' | 'evidence' | 'resultsPath' | 'weights'>;
  readonly alias: string;
  /** undefined: it is only registered, and judged for the record. */
  readonly promotion: Pick<PromotionInput, 'gate' | 'policy' | 'unbound'> | undefined;
};

/** What the gate says before anything is registered. */
export type RegistrationGate = {
  /** Name of the policy that judges the version once it is there; undefined: none does. */
  readonly judge: string | undefined;
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly string[];
};

/**
 * Judges a version before it is registered: one that could not be promoted is not registered first, or a pipeline that runs again
 * and again would pile them up.
 * @throws NotFoundError results-not-found, policy-not-found; InvalidInputError invalid-policy
 */
export async function judgeRegistration(
  session: Session,
  { registration, alias, promotion }: RegistrationQuestion,
  signal?: AbortSignal,
): Promise<RegistrationGate> {
  const { model, weights } = registration;
  const policy = await findJudge(session, { registration, alias, promotion });
  if (policy === undefined) return { judge: undefined, blockers: [], warnings: [] };
  if (policy.state === 'unusable') {
    await session.onVerdict?.({ verdict: 'ERROR', why: policy.problem });
    const problem = blockUnjudged(candidateOf(session, model), { version: 'the new version', alias }, policy);
    const blocked = { blockers: [problem], warnings: [] };
    return promotion === undefined
      ? { judge: undefined, blockers: [], warnings: [`It is not judged: ${problem.message}`] }
      : { judge: undefined, ...settleFor(promotion, blocked) };
  }
  const { bound } = policy;
  const judge = bound.policy.name;
  if (promotion === undefined) return { judge, blockers: [], warnings: [] };
  const folder = openCandidateEvidence(session, registration);
  const digest = weights?.at === 'local' ? 'verified' : 'nothing-recorded';
  const loaded = await loadCandidate(session, model, signal);
  const judged = await judgeCandidate(session, { loaded, alias, bound, folder, digest }, signal);
  const settled = settleVerdict(judged, bound.policy, promotion.unbound, `the new version of ${model}`);
  const blockers = readsVotes(bound.policy) ? settled.blockers.map(suggestVotes) : settled.blockers;
  return {
    judge: settled.restsOn === 'word' ? undefined : judge,
    ...settleFor(promotion, { ...settled, blockers }),
  };
}

function readsVotes({ rules }: Policy): boolean {
  return rules.some(({ rule, effect }) => rule === 'votes' && effect === 'blocks');
}

/** Votes are about a version that people have used: one that is only being registered has none. */
function suggestVotes(blocker: Blocker): Blocker {
  const hint =
    'Votes are named with --feedback FILE of promote or gate, or by FEEDBACK_FILE: register the version without promoting it, then promote it. ' +
    'Or override with --override-gate and a reason.';
  return { ...blocker, hint };
}

function settleFor(
  { gate }: Pick<PromotionInput, 'gate'>,
  { blockers, warnings }: Pick<SettledVerdict, 'blockers' | 'warnings'>,
): Pick<RegistrationGate, 'blockers' | 'warnings'> {
  return gate === 'overridden'
    ? { blockers: [], warnings: [...warnOfOverride(blockers), ...warnings] }
    : { blockers, warnings };
}

/** What is known of a model that may not be there yet. */
function candidateOf({ registry }: Session, model: string) {
  return { index: emptyModel(model), usualAlias: defaultAliasOf(registry.reader.identity.kind) };
}

/** The model as it is, or as an empty one when this will be its first version. */
async function loadCandidate(
  session: Session,
  model: string,
  signal: AbortSignal | undefined,
): Promise<LoadedVersions> {
  const { reader } = session.registry;
  const index = await reader.loadIndex({ signal });
  const found = index.models.find(candidate => candidate.model === model);
  const status = judgeModel(found ?? emptyModel(model), index, session.sha256);
  const names = status.index.versions.map(version => version.version);
  const versions = found === undefined ? [] : await loadRecords(session, status, names, 'everything', signal);
  return { index, status, policies: new Map(), versions };
}

/**
 * Judges a version that was just registered, by the evidence it was registered with, and plans recording the verdict. Undefined
 * when nothing judges it, or when the word of a status file is to stand in for evidence that is not there.
 * @throws as `prepareGate`
 */
export async function prepareRegisteredGate(
  session: Session,
  question: RegistrationQuestion,
  name: string,
  options: ReadOptions = {},
): Promise<Plan | undefined> {
  const { registration, alias, promotion } = question;
  const policy = await findJudge(session, question);
  if (policy?.state !== 'bound') return undefined;
  const { bound } = policy;
  const { model, resultsPath } = registration;
  const loaded = await loadVersions(session, model, 'everything', options.signal);
  const version = getLoadedVersion(loaded, name);
  const results = resultsPath === undefined ? undefined : openCandidateEvidence(session, registration);
  const judged = await judgeVersion(session, loaded, { version, alias, bound, results }, options);
  const { report, found: evidence } = judged;
  const settled = settleVerdict({ report, evidence }, bound.policy, promotion?.unbound, name);
  if (settled.restsOn === 'word' && promotion?.gate === 'as-bound') return undefined;
  return planGate(planningOf(session, loaded), judged, { results: resultsPath, policy: bound.policy.name });
}

/** What judges the version: nothing when nobody wants to promote it and it comes without the results of an evaluation. */
async function findJudge(
  session: Session,
  { registration, alias, promotion }: RegistrationQuestion,
): Promise<PolicyState | undefined> {
  if (promotion === undefined && registration.resultsPath === undefined) return undefined;
  if (promotion?.policy === undefined) return await findPolicy(session, registration.model, alias);
  return { state: 'bound', bound: await session.policies.getPolicy(promotion.policy) };
}
