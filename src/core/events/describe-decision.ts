import type { DeploymentRecord } from '../decision/deployment-record.ts';
import { deploymentSuccess, describeDeploymentRun } from '../decision/deployment-run.ts';
import type { EventFacts } from './describe-events.ts';
import type { RegistryEvent } from './event.ts';

/** What an event of a decision says beside its record. */
export type DecisionFacts = Pick<EventFacts, 'registry'> & {
  /** Who asked. */
  readonly actor: string;
};

/**
 * A decision about a candidate, with S1's own metrics and its comparison as a file; undefined of one that could not be made about anything.
 * Whether it was deployed is not said: that comes after it. Pure.
 */
export function describeDecision(
  record: DeploymentRecord,
  { registry, actor }: DecisionFacts,
): RegistryEvent | undefined {
  const { at, runId, model, alias, decision } = record;
  if (runId === null || model === null) return undefined;
  const { metrics, files } = describeDeploymentRun(record, { experiment: '', startedAt: at });
  const measured = Object.entries(metrics).filter(([metric]) => metric !== deploymentSuccess);
  const answer = decision?.outcome ?? 'unknown';
  const { name, kind, place } = registry;
  return {
    format: 1,
    eventId: `${runId}.decided`,
    operationId: runId,
    kind: 'decided',
    act: 'decide',
    title: `Decided on a candidate for ${model}@${alias}: ${answer}${record.forced ? ', forced' : ''}`,
    at,
    actor,
    registry: { name, kind, place },
    ...{ model, version: null, alias, from: null, to: null, reason: null, incident: null, gate: undefined },
    outcome: 'done',
    problem: undefined,
    command: 'lastgood decide',
    links: [],
    ...{ metrics: Object.fromEntries(measured), files },
  };
}
