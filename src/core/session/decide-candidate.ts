import { type Decision, decide, withholdDecision } from '../decision/decide.ts';
import { scoreDeployed } from '../decision/score.ts';
import type { Weights } from '../decision/weights.ts';
import type { MetricReading } from '../evidence/metric-readings.ts';
import type { DeployedVersion } from '../gate/evaluate-gate.ts';
import { checkModelName } from '../names/model-name.ts';
import type { RegistryIndex } from '../registry/registry-index.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { loadDeployed } from './load-deployed.ts';
import { loadVersions } from './load-model.ts';
import { loadRunHistory, type RunHistory } from './load-run-history.ts';
import type { Session } from './session.ts';

/** A model that is not registered yet, and what it would be deployed as. */
export type Candidate = {
  readonly model: string;
  readonly alias: string;
  readonly weights: Weights;
  readonly minImprovement: number;
  readonly readMetric: (metric: string) => MetricReading;
  /** Where scores before are looked up; undefined: in the registry. */
  readonly runHistory?: RunHistory | undefined;
};

/** The decision about a candidate. */
export type CandidateDecision = {
  readonly decision: Decision;
  /** What makes it the first one beside an alias nothing was ever live under; undefined when there is a history. */
  readonly novelty: string | undefined;
};

/**
 * Decides whether a candidate is to be deployed, by what was deployed under the alias in this registry, or by the runs that are named
 * instead. An empty registry, or one without the model, makes it the first; what cannot be read never does.
 * @throws NotFoundError registry-not-found, experiment-not-found; UnavailableError; InvalidInputError invalid-name
 */
export async function decideCandidate(
  session: Session,
  candidate: Candidate,
  signal?: AbortSignal,
): Promise<CandidateDecision> {
  checkModelName(candidate.model);
  const { weights, minImprovement, readMetric, runHistory } = candidate;
  const rule = { weights, minImprovement, readMetric };
  if (runHistory !== undefined) {
    const read = await loadRunHistory(runHistory, signal);
    return read.ok
      ? { decision: decide({ ...rule, deployed: read.scores }), novelty: read.novelty }
      : { decision: withholdDecision(decide({ ...rule, deployed: [] }), read.problem), novelty: undefined };
  }
  const { deployed, novelty } = await loadHistory(session, candidate, signal);
  const scores = deployed.map(version => scoreDeployed(version, weights));
  return { decision: decide({ ...rule, deployed: scores }), novelty };
}

type History = { readonly deployed: readonly DeployedVersion[]; readonly novelty: string | undefined };

async function loadHistory(session: Session, candidate: Candidate, signal?: AbortSignal): Promise<History> {
  const { model, alias } = candidate;
  const { reader } = session.registry;
  const before = await reader.loadIndex({ signal });
  if (!before.models.some(known => known.model === model)) {
    const lost = findLostPointer(before, candidate);
    return lost === undefined
      ? { deployed: [], novelty: `${makeSafeText(reader.identity.place)} has no model ${model} yet.` }
      : { deployed: [lost], novelty: undefined };
  }
  const loaded = await loadVersions(session, model, 'everything', signal);
  const { index, status } = loaded;
  const deployed = await loadDeployed(session, loaded, { alias, except: undefined }, signal);
  const lost = status.recorded.generation === 0 ? findLostPointer(index, candidate) : undefined;
  return { deployed: deployed.length === 0 && lost ? [lost] : deployed, novelty: undefined };
}

/** Before there is a history the shared pointer alone says what is live: one that cannot be followed may have meant this model. */
function findLostPointer(
  { sharedProblems }: RegistryIndex,
  { model, alias }: Candidate,
): DeployedVersion | undefined {
  for (const { alias: pointed, target, reading } of sharedProblems) {
    if (pointed !== alias) continue;
    if (reading.state === 'unusable')
      return {
        version: 'what is live',
        live: true,
        problem: `${target} cannot be followed: ${reading.problem}`,
      };
    if (reading.state === 'dangling' && reading.text.startsWith(`${model}_`))
      return { version: reading.text, live: true, problem: `${target} names it and it does not exist` };
  }
  return undefined;
}
