import { makeSafeText } from '../text/safe-text.ts';
import { type DeploymentRecord, formatDeploymentTime } from './deployment-record.ts';
import { formatScore } from './format-score.ts';

/**
 * Lines to append to deployment_logs.txt: one per event, as Python's logging writes them (time, who, level, message). Pure.
 */
export function formatDeploymentLog(record: DeploymentRecord): string {
  const head = `${formatDeploymentTime(record.at)} - lastgood - `;
  const run = record.runId === null ? '' : `[${record.runId}] `;
  return listEvents(record)
    .map(([level, message]) => `${head}${level} - ${run}${makeSafeText(message, { limit: 2000 })}\n`)
    .join('');
}

/** The line to append to deployment_history.jsonl: the run with everything its decision was made from. Pure. */
export function formatDeploymentHistory(record: DeploymentRecord): string {
  return `${JSON.stringify({ format: 1, ...record })}\n`;
}

type Event = readonly [level: 'INFO' | 'WARNING' | 'ERROR', message: string];

function listEvents({
  model,
  alias,
  evidence,
  decision,
  problem,
  done,
  warnings,
}: DeploymentRecord): readonly Event[] {
  const events: Event[] = [];
  if (evidence !== null) events.push(['INFO', `Read ${evidence.name}, sha256 ${evidence.sha256}`]);
  for (const warning of warnings) events.push(['WARNING', warning]);
  if (decision !== null) {
    if (decision.score !== null) events.push(['INFO', `Score of ${model}: ${formatScore(decision.score)}`]);
    const level = decision.outcome === 'unknown' ? 'ERROR' : decision.forced ? 'WARNING' : 'INFO';
    events.push([level, `Decision: ${decision.outcome}. ${decision.reason}`]);
  }
  if (done.registeredVersion !== null) events.push(['INFO', `Registered ${model} ${done.registeredVersion}`]);
  if (done.published !== null) events.push(['INFO', `Published at ${done.published.url}`]);
  if (done.promotedTo !== null)
    events.push(['INFO', `Promoted ${model} ${done.registeredVersion ?? ''} to ${alias}`]);
  if (problem !== null) events.push(['ERROR', `${problem.code}: ${problem.message}`]);
  return events;
}
