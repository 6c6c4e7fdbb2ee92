import { type Decision, decide } from '../decision/decide.ts';
import { readOwnMetric, scoreDeployed } from '../decision/score.ts';
import { defaultMinImprovement, defaultWeights, type Weights } from '../decision/weights.ts';
import type { WeightedScoreRule } from '../gate/policy.ts';
import { findRecordedGate } from '../history/model-history.ts';
import { getVersion } from '../plan/find-version.ts';
import type { Version } from '../registry/version.ts';
import type { GateQuery } from './gate-view.ts';
import { loadDeployed } from './load-deployed.ts';
import { type LoadedModel, type LoadedVersions, loadVersions } from './load-model.ts';
import { findPolicy } from './load-policies.ts';
import type { Session } from './session.ts';

/** What a decision was made by. */
export type DecisionBasis =
  /** It is part of the verdict on record. */
  | { readonly by: 'record'; readonly policy: string; readonly evaluatedAt: string }
  /** Made now, from the version's own metrics, by the weights of the policy that is bound. */
  | { readonly by: 'policy'; readonly policy: string }
  /** Made now, from the version's own metrics, by S1's weights: no policy with a weighted score is bound. */
  | { readonly by: 'usual-weights' };

/** Whether a version is to be deployed under an alias by its score, and why. */
export type DecisionView = {
  readonly loaded: LoadedModel;
  readonly version: string;
  readonly alias: string;
  readonly decision: Decision;
  readonly basis: DecisionBasis;
  /** Metrics of the score that the version has no number for, in the order of the weights. */
  readonly missing: readonly string[];
};

/**
 * The decision on record, or else one made now. What cannot be read makes a decision `unknown`, never a first model.
 * @throws NotFoundError model-not-found, version-not-found, registry-not-found; InvalidInputError invalid-name
 */
export async function loadDecision(
  session: Session,
  query: GateQuery,
  signal?: AbortSignal,
): Promise<DecisionView> {
  const loaded = await loadVersions(session, query.model, 'everything', signal);
  const { version } = getVersion(loaded.status.index, query.version);
  const { alias } = query;
  const made =
    (await findRecorded(session, loaded, version, alias)) ??
    (await decideNow(session, loaded, { version, alias }, signal));
  const missing = made.decision.contributions.flatMap(each => (each.value === null ? [each.metric] : []));
  return { loaded, version, alias, ...made, missing };
}

type Made = Pick<DecisionView, 'decision' | 'basis'>;

async function findRecorded(
  session: Session,
  { status }: LoadedModel,
  version: string,
  alias: string,
): Promise<Made | undefined> {
  const gate = findRecordedGate(status.effective, version, alias);
  if (gate === undefined) return undefined;
  const reading = await session.registry.reader.loadGateReport(gate.reportSha256);
  if (!reading.ok || reading.report.decision === null) return undefined;
  const { evaluatedAt, policy } = gate;
  return { decision: reading.report.decision, basis: { by: 'record', policy, evaluatedAt } };
}

async function decideNow(
  session: Session,
  loaded: LoadedVersions,
  { version, alias }: Pick<GateQuery, 'version' | 'alias'>,
  signal: AbortSignal | undefined,
): Promise<Made> {
  const { status, versions } = loaded;
  const policy = await findPolicy(session, status.index.model, alias);
  const bound = policy?.state === 'bound' ? policy.bound.policy : undefined;
  const rule = bound?.rules.find((each): each is WeightedScoreRule => each.rule === 'weightedScore');
  const weights: Weights = rule?.weights ?? defaultWeights;
  const found = versions.find(each => each.version === version);
  const deployed = await loadDeployed(session, loaded, { alias, except: version }, signal);
  const decision = decide({
    weights,
    minImprovement: rule?.minImprovement ?? defaultMinImprovement,
    readMetric: metric => readMetricOf(found, metric),
    deployed: deployed.map(each => scoreDeployed(each, weights)),
  });
  const basis: DecisionBasis =
    bound === undefined || rule === undefined
      ? { by: 'usual-weights' }
      : { by: 'policy', policy: bound.name };
  return { decision, basis };
}

function readMetricOf(version: Version | undefined, metric: string): ReturnType<typeof readOwnMetric> {
  if (version?.whole === 'complete') return readOwnMetric(version.record.metrics, metric);
  const what = version?.whole ?? 'not there';
  return { state: 'broken', problem: `${metric} cannot be read: the version is ${what}` };
}
