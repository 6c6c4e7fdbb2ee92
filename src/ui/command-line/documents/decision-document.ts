import type { Decision } from '../../../core/decision/decide.ts';
import type { DeploymentRecord } from '../../../core/decision/deployment-record.ts';
import type { DecisionDocument } from '../json/decision.ts';

/** A decision as a document. Pure. */
export function describeDecision(record: DeploymentRecord, decision: Decision): DecisionDocument {
  return { schema: 'lastgood/decision/1', ...describeDecisionBody(record, decision) };
}

/** A decision as part of a document. Pure. */
export function describeDecisionBody(
  record: DeploymentRecord,
  decision: Decision,
): Omit<DecisionDocument, 'schema'> {
  const { weightSum } = decision;
  return {
    model: record.model ?? '',
    alias: record.alias,
    runId: record.runId,
    outcome: decision.outcome,
    verdict: decision.verdict,
    reason: decision.reason,
    forced: decision.forced,
    score: decision.score,
    contributions: decision.contributions.map(each => ({ ...each })),
    weightSum: Number.isFinite(weightSum) ? weightSum : null,
    history: decision.history.map(each => ({
      version: each.version,
      live: each.live,
      score: each.score,
      problem: each.score === null ? each.problem : null,
    })),
    best: decision.best === null ? null : { ...decision.best },
    improvement: decision.improvement,
    improvementRatio: decision.improvementRatio,
    minImprovement: decision.minImprovement,
    noiseBand: decision.noiseBand,
    warnings: [...record.warnings],
    loggedRun: record.loggedRun,
  };
}
