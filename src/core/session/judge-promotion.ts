import { NotFoundError } from '../errors/app-error.ts';
import type { PolicyState } from '../gate/gate-standing.ts';
import type { BoundPolicy } from '../gate/policy.ts';
import { type GateRecord, noGate } from '../history/entry.ts';
import { findRecordedGate } from '../history/model-history.ts';
import { findLiveVersion } from '../plan/find-version.ts';
import { draftVerdict, type JudgedVersion, recordVerdict } from '../plan/plan-gate.ts';
import { type PromotionGate, ungated } from '../plan/plan-promotion.ts';
import type { ReadOptions } from '../ports/registry.ts';
import type { Version } from '../registry/version.ts';
import { checkGate } from './check-gate.ts';
import { blockUnjudged } from './gate-problems.ts';
import { judgeVersion } from './judge-version.ts';
import type { LoadedVersions } from './load-model.ts';
import { findPolicy } from './load-policies.ts';
import type { PromotionInput } from './prepare-promotion.ts';
import type { Session } from './session.ts';
import { overridesNothing, settleVerdict, warnOfOverride } from './settle-verdict.ts';
import type { UnboundWord } from './unbound-word.ts';

/**
 * What the gate says to a promotion: the verdict on record, checked again; or one made then and there of a results folder, which is
 * recorded with the move. Overridden, it blocks nothing, and the entry says what it would have said.
 * @throws NotFoundError results-not-found, policy-not-found; UnavailableError when the registry cannot be read
 */
export async function judgePromotion(
  session: Session,
  loaded: LoadedVersions,
  version: Version,
  input: PromotionInput,
  options: ReadOptions = {},
): Promise<PromotionGate> {
  const isOverridden = input.gate === 'overridden';
  const isLive = findLiveVersion(loaded.status, input.alias) === version.version;
  if (isLive || version.whole !== 'complete') return isOverridden ? override(ungated) : ungated;
  const gate = await judge(session, loaded, version, input, options);
  return isOverridden ? override(gate) : gate;
}

async function judge(
  session: Session,
  loaded: LoadedVersions,
  version: Version,
  input: PromotionInput,
  options: ReadOptions,
): Promise<PromotionGate> {
  const { alias, results, unbound } = input;
  const isRecorded = results === undefined && unbound === undefined && input.judge !== 'now';
  const { model } = loaded.status.index;
  const policy = await findGatePolicy(session, model, input);
  if (policy === undefined) {
    if (isRecorded) return ungated;
    throw new NotFoundError(
      'policy-not-found',
      `No policy is bound to ${alias} of ${model}: results would count for nothing.`,
      {
        hint: 'Bind one in the configuration under gates, or promote without results.',
      },
    );
  }
  if (policy.state === 'unusable') {
    if (results !== undefined) await session.onVerdict?.({ verdict: 'ERROR', why: policy.problem });
    const problem = blockUnjudged(loaded.status, { version: version.version, alias }, policy);
    return { record: noGate, blockers: [problem], warnings: [], verdict: undefined };
  }
  if (isRecorded) return await checkRecorded(session, loaded, version, alias, policy, options);
  const { bound } = policy;
  const judged = await judgeVersion(session, loaded, { version, alias, bound, results }, options);
  const earlier = findRecordedGate(loaded.status.effective, version.version, alias);
  return earlier !== undefined && earlier.verdict !== 'PASS'
    ? rest(judged, bound, undefined)
    : rest(judged, bound, unbound);
}

async function findGatePolicy(
  session: Session,
  model: string,
  { alias, policy }: PromotionInput,
): Promise<PolicyState | undefined> {
  if (policy === undefined) return await findPolicy(session, model, alias);
  return { state: 'bound', bound: await session.policies.getPolicy(policy) };
}

async function checkRecorded(
  session: Session,
  loaded: LoadedVersions,
  version: Version,
  alias: string,
  policy: PolicyState,
  options: ReadOptions,
): Promise<PromotionGate> {
  const question = { version: version.version, alias, policy };
  const { standing, report, checks, problems } = await checkGate(session, loaded, question, options);
  const record = standing.at === 'recorded' ? describeRecorded(standing.gate) : noGate;
  const standsOn = problems.length === 0 ? report?.files : undefined;
  const elsewhere = checks.flatMap(({ name, outcome }) => (outcome === 'elsewhere' ? [name] : []));
  return { record, blockers: problems, warnings: [], verdict: undefined, standsOn, elsewhere };
}

function describeRecorded(gate: {
  readonly verdict: GateRecord['verdict'];
  readonly policy: string;
  readonly policySha256: string;
  readonly reportSha256: string;
}): GateRecord {
  const { verdict, policy, policySha256, reportSha256 } = gate;
  return { verdict, overridden: false, bound: { policy, policySha256, reportSha256 } };
}

/** A verdict made now goes on record with the move, unless the word of a status file stands in for it. */
function rest(judged: JudgedVersion, bound: BoundPolicy, unbound: UnboundWord | undefined): PromotionGate {
  const { version, report, found } = judged;
  const subject = `${version.model} ${version.version}`;
  const settled = settleVerdict({ report, evidence: found }, bound.policy, unbound, subject);
  const { blockers, warnings, restsOn } = settled;
  return restsOn === 'word'
    ? {
        record: { verdict: 'PASS', overridden: false, unbound: true },
        blockers,
        warnings,
        verdict: undefined,
        ownReason: settled.word,
      }
    : {
        record: recordVerdict(judged),
        blockers,
        warnings,
        verdict: draftVerdict(judged),
        standsOn: report.files,
      };
}

/** The same, blocking nothing: what it would have blocked with is said, and the entry keeps the real verdict. */
function override(gate: PromotionGate): PromotionGate {
  return {
    ...gate,
    record: { ...gate.record, overridden: true },
    blockers: [],
    standsOn: undefined,
    warnings: [...(gate === ungated ? [overridesNothing] : warnOfOverride(gate.blockers)), ...gate.warnings],
  };
}
