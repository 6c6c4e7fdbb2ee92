import type { Decision } from './decide.ts';

/**
 * The decision overruled by a person: the outcome is deploy, the verdict stays what it was and the reason says both. A decision
 * to deploy is only marked as forced. Pure.
 */
export function forceDeploy(decision: Decision): Decision {
  if (decision.outcome === 'deploy') return { ...decision, forced: true };
  return {
    ...decision,
    outcome: 'deploy',
    forced: true,
    reason: `Deployed by force. The decision was ${decision.outcome}: ${decision.reason}`,
  };
}
