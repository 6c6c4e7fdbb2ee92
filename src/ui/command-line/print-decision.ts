import type { Contribution, Decision } from '../../core/decision/decide.ts';
import type { DeploymentRecord } from '../../core/decision/deployment-record.ts';
import { isNeeded } from '../../core/decision/find-faults.ts';
import { formatPercentage, formatScore } from '../../core/decision/format-score.ts';
import { printTable, type TableOptions } from './print-table.ts';

/** Longest bar, in cells. */
const barWidth = 20;

/** A decision for people: what the score is made of, what it was compared with, and the answer last. Pure. */
export function printDecision(
  record: DeploymentRecord,
  options: TableOptions,
  history: 'versions' | 'runs' = 'versions',
): readonly string[] {
  const { decision, model, alias } = record;
  if (decision === null) return [`${record.problem?.message ?? 'Nothing was decided.'}`];
  return [
    `${model}, for ${alias}`,
    '',
    ...printContributions(decision, options),
    '',
    ...printHistory(decision, options, history),
    '',
    ...printNoise(decision),
    `Decision: ${decision.outcome}. ${decision.reason}`,
  ];
}

function printContributions(decision: Decision, options: TableOptions): readonly string[] {
  const { contributions, score } = decision;
  const largest = Math.max(0, ...contributions.map(each => Math.abs(each.contribution ?? 0)));
  const columns = [
    { title: 'metric', cut: true as const },
    { title: 'weight', align: 'right' as const },
    { title: 'measured', align: 'right' as const },
    { title: 'adds', align: 'right' as const },
    { title: '', spare: true as const },
  ];
  const rows = contributions.map(each => [
    each.metric,
    formatPercentage(each.normalisedWeight),
    each.value === null ? '-' : formatScore(each.value),
    each.contribution === null ? '-' : formatScore(each.contribution),
    drawBar(each, largest),
  ]);
  const sum = ['score', '', '', score === null ? '-' : formatScore(score), ''];
  return printTable(columns, [...rows, sum], { ...options, indent: '  ' });
}

/** In signs that every terminal and every log has. */
function drawBar({ contribution }: Contribution, largest: number): string {
  if (contribution === null || largest === 0) return '';
  const cells = Math.round((Math.abs(contribution) / largest) * barWidth);
  return (contribution < 0 ? '-' : '#').repeat(cells);
}

function printHistory(
  { history, best }: Decision,
  options: TableOptions,
  from: 'versions' | 'runs',
): readonly string[] {
  const { none, title } = historyWords[from];
  if (history.length === 0) return [none];
  const columns = [{ title }, { title: 'score', align: 'right' as const }, { title: '' }];
  const rows = history.map(each => {
    const marks = [each.live ? 'live' : '', each.version === best?.version ? 'best' : ''];
    const problem =
      each.score === null ? [`${isNeeded(each) ? 'unreadable' : 'left out'}: ${each.problem}`] : [];
    return [
      each.version,
      each.score === null ? '-' : formatScore(each.score),
      [...marks, ...problem].filter(mark => mark !== '').join(', '),
    ];
  });
  return printTable(columns, rows, { ...options, indent: '  ' });
}

const historyWords = {
  versions: { none: 'Nothing was deployed before.', title: 'deployed before' },
  runs: { none: 'No run has a score yet.', title: 'runs before' },
} as const;

function printNoise({ noiseBand }: Decision): readonly string[] {
  return noiseBand === null ? [] : [`The score differs by ${formatScore(noiseBand)} between repeat runs.`];
}
