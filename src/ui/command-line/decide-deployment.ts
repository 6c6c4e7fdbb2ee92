import { type Decision, withholdDecision } from '../../core/decision/decide.ts';
import { type DeploymentRecord, nothingDone } from '../../core/decision/deployment-record.ts';
import { findScoreDifference } from '../../core/decision/evaluation-metrics.ts';
import { forceDeploy } from '../../core/decision/force-deploy.ts';
import { defaultMinImprovement, defaultWeights } from '../../core/decision/weights.ts';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { checkModelName } from '../../core/names/model-name.ts';
import { type Candidate, decideCandidate } from '../../core/session/decide-candidate.ts';
import type { RunHistory } from '../../core/session/load-run-history.ts';
import { nameAlias } from '../../core/session/name-alias.ts';
import type { Session } from '../../core/session/session.ts';
import type { DeploymentOptions } from './deployment-options.ts';
import type { GlobalOptions, Host } from './host.ts';
import type { RunTarget } from './log-deployment-run.ts';
import { findExperiment, openRunLog } from './open-run-log.ts';
import { type CandidateFiles, type FoundParameters, readCandidateFiles } from './read-candidate.ts';

/** What is asked about a candidate. */
export type DeploymentQuery = {
  readonly options: DeploymentOptions;
  readonly global: GlobalOptions;
  readonly parameters: FoundParameters;
  /** undefined: as the parameters say. */
  readonly model: string | undefined;
  readonly alias: string;
};

/** A decision with everything it was made from. */
export type DecidedDeployment = {
  readonly candidate: Candidate;
  readonly files: CandidateFiles;
  readonly decision: Decision;
  /** As it is to be written down; nothing is done yet. */
  readonly record: DeploymentRecord;
  /** Where it is to be logged as a run; undefined: nowhere. */
  readonly runTarget: RunTarget | undefined;
};

/**
 * Decides whether a candidate is to be deployed. Writes nothing.
 * @throws InvalidInputError usage, invalid-name; NotFoundError registry-not-found, experiment-not-found; UnavailableError
 */
export async function decideDeployment(
  host: Host,
  session: Session,
  query: DeploymentQuery,
): Promise<DecidedDeployment> {
  const { options, parameters } = query;
  const startedAt = session.now();
  const files = await readCandidateFiles(host, session, options);
  const runTarget = options.logRun && {
    log: await openRunLog(host, session, query),
    experiment: findExperiment(host, options.logRun, parameters),
    startedAt,
  };
  const model = findModel(query);
  const candidate: Candidate = {
    model,
    alias: await nameAlias(session, model, query.alias),
    weights: parameters.params.weights ?? defaultWeights,
    minImprovement: options.minImprovement ?? parameters.params.minImprovement ?? defaultMinImprovement,
    readMetric: files.evaluation.readMetric,
    runHistory: await findRunHistory(host, session, query, files),
  };
  const { decision: made, novelty } = await decideCandidate(session, candidate, host.stop);
  const { decision, refusal } = settle(made, files, options);
  const warnings = [
    parameters.path === undefined
      ? `There is no ${options.parameters.path}: S1's own weights count.`
      : undefined,
    findScoreDifference(files.evaluation, made.score),
    novelty,
    refusal,
  ].filter(warning => warning !== undefined);
  const { file } = files.evaluation;
  const record: DeploymentRecord = {
    at: session.now(),
    runId: session.createId(),
    tool: session.tool,
    model: candidate.model,
    alias: candidate.alias,
    registryKind: session.registry.reader.identity.kind,
    candidateRunId: findRunId(files) ?? null,
    evidence: file === undefined ? null : { name: file.name, sha256: file.sha256 },
    decision,
    forced: options.force !== undefined,
    minImprovement: candidate.minImprovement,
    problem: null,
    done: nothingDone,
    warnings,
    loggedRun: null,
  };
  return { candidate, files, decision, record, runTarget };
}

/** The runs that are the history; undefined where the registry is. @throws InvalidInputError usage */
async function findRunHistory(
  host: Host,
  session: Session,
  query: DeploymentQuery,
  files: CandidateFiles,
): Promise<RunHistory | undefined> {
  const { historyRuns: experiment, missingHistory: missing } = query.options;
  if (experiment === undefined) return undefined;
  return {
    runs: await openRunLog(host, session, query),
    experiment,
    candidateRunId: findRunId(files),
    missing,
  };
}

function findRunId({ location }: CandidateFiles): string | undefined {
  return location?.ok ? location.location.runId : undefined;
}

/** Force overrules a decision to skip. Where nothing can be decided there is none, and what is broken stays in the way. */
function settle(
  made: Decision,
  { location }: CandidateFiles,
  { force }: DeploymentOptions,
): { readonly decision: Decision; readonly refusal: string | undefined } {
  const decision = location !== undefined && !location.ok ? withholdDecision(made, location.problem) : made;
  if (force === undefined) return { decision, refusal: undefined };
  const forced = forceDeploy(decision);
  if (forced !== undefined) return { decision: forced, refusal: undefined };
  const refusal = '--force-deploy does not count: it overrules a skip, and nothing can be decided here.';
  return { decision, refusal };
}

function findModel({ model, parameters }: DeploymentQuery): string {
  const named = model ?? parameters.params.modelName;
  if (named !== undefined) return checkModelName(named);
  throw new InvalidInputError('usage', 'Nothing says which model this is.', {
    hint: 'Name it with --model, or as deployment.model_registry_name in params.yaml.',
  });
}
