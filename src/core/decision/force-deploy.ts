import type { Decision } from './decide.ts';

/**
 * The decision overruled by a person: the outcome is deploy, the verdict stays what it was and the reason says both. A decision
 * to deploy is only marked as forced. Undefined where nothing could be decided: what cannot be read is repaired, not overruled. Pure.
 */
export function forceDeploy(decision: Decision): Decision | undefined {
  if (decision.outcome === 'unknown') return undefined;
  if (decision.outcome === 'deploy') return { ...decision, forced: true };
  return {
    ...decision,
    outcome: 'deploy',
    forced: true,
    reason: `Deployed by force. The decision was ${decision.outcome}: ${decision.reason}`,
  };
}
