import type { LoadedTrend } from '../../core/session/load-trend.ts';
import type { ListedMetric } from '../../core/trend/metric-choice.ts';
import type { Trend, TrendPoint } from '../../core/trend/trend.ts';
import { drawTrend } from '../components/trend-chart.ts';
import { formatMinute } from '../format/age.ts';
import { describeDifference } from '../format/delta.ts';
import { asciiBoundSigns, formatDemands } from '../format/demand.ts';
import { formatGateVerdict } from '../format/gate-record.ts';
import { formatCount, formatMetric } from '../format/number.ts';
import { describeDevelopment } from '../format/tendency.ts';
import { createTheme } from '../terminal/theme.ts';
import type { Host } from './host.ts';
import { printTable } from './print-table.ts';
import { fitToOutput } from './table-options.ts';

/** Lines of the chart, its axes and legend included. */
const chartHeight = 16;

/** A trend as lines: what it is, how it develops, a chart where stdout is a terminal, and every version in a table. Pure. */
export function printTrend(
  { loaded, trend }: LoadedTrend,
  host: Pick<Host, 'outIsTerminal' | 'columns' | 'charset'>,
): readonly string[] {
  const { model } = loaded.status.index;
  if (trend === undefined) return [`No version of ${model} has a metric.`];
  const chart = host.outIsTerminal ? [...printChart(trend, host), ''] : [];
  return [...printHead(model, trend), '', ...chart, ...printPoints(trend, host)];
}

/** The metrics that there is a trend of, as a table. Pure. */
export function printMetrics(
  metrics: readonly ListedMetric[],
  model: string,
  host: Pick<Host, 'outIsTerminal' | 'columns'>,
): readonly string[] {
  if (metrics.length === 0) return [`No version of ${model} has a metric.`];
  const columns = [
    { title: 'metric', cut: true as const },
    { title: 'newest', align: 'right' as const },
    { title: 'versions', align: 'right' as const },
    { title: 'unit' },
    { title: 'better' },
  ];
  const rows = metrics.map(({ metric, newest, versionCount, unit, direction }) => [
    metric,
    formatMetric(newest),
    String(versionCount),
    unit,
    direction === 'unknown' ? '?' : direction,
  ]);
  return printTable(columns, rows, fitToOutput(host));
}

function printHead(model: string, trend: Trend): readonly string[] {
  const { metric, unit, direction, alias, policy, policyProblem, thresholds, hiddenCount } = trend;
  const about = [
    metric,
    ...(unit === '' ? [] : [unit]),
    ...(direction === 'unknown' ? [] : [`${direction} is better`]),
  ];
  const demand = formatDemands(thresholds, asciiBoundSigns);
  return [
    `${model}: ${about.join(', ')}`,
    describeDevelopment(trend).join(' '),
    ...(policyProblem === undefined ? [] : [`The policy of ${alias} cannot be used: ${policyProblem}`]),
    ...(demand === '' ? [] : [`The gate of ${alias} (${policy}) wants ${demand}.`]),
    ...(hiddenCount === 0 ? [] : [`${formatCount(hiddenCount, 'earlier version')} left out.`]),
  ];
}

function printChart(trend: Trend, host: Pick<Host, 'columns' | 'charset'>): readonly string[] {
  const { symbols } = createTheme('mono', host.charset);
  const room = { width: host.columns, height: chartHeight };
  return drawTrend(trend, room, undefined, symbols).map(line =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

function printPoints(trend: Trend, host: Pick<Host, 'outIsTerminal' | 'columns'>): readonly string[] {
  const columns = [
    { title: 'version' },
    { title: trend.metric, align: 'right' as const, cut: true as const },
    { title: 'change', align: 'right' as const },
    { title: 'verdict' },
    { title: 'to live', align: 'right' as const, spare: true as const },
    { title: 'gate', spare: true as const },
    { title: 'notice', cut: true as const, atLeast: 24 },
  ];
  const rows = trend.points.map(point => [
    point.version,
    formatMetric(point.value),
    point.toPrevious === undefined ? '' : describeDifference(point.toPrevious),
    point.toPrevious === undefined || point.value === undefined ? '' : point.toPrevious.verdict,
    point.toLive === undefined ? '' : describeDifference(point.toLive),
    describeGate(point),
    describeNotice(point, trend),
  ]);
  return rows.length === 0
    ? [`${trend.model} has no versions yet.`]
    : printTable(columns, rows, fitToOutput(host));
}

function describeGate({ gate }: TrendPoint): string {
  return gate === undefined ? '-' : formatGateVerdict(gate);
}

/** What is to be noticed of a version, the worst first. */
function describeNotice(point: TrendPoint, { thresholds }: Trend): string {
  const { reaches, toPrevious, rolledBack, liveSpans, whole } = point;
  const demand = formatDemands(thresholds, asciiBoundSigns);
  const aliases = liveSpans.filter(span => span.end === undefined).map(span => span.alias);
  return [
    ...(whole === 'complete' ? [] : [whole]),
    ...(reaches === false ? [`! ${toPrevious?.crosses ?? 'fails'} ${demand}`] : []),
    ...(reaches === true && toPrevious?.crosses === 'now passes' ? [`now passes ${demand}`] : []),
    ...(aliases.length === 0 ? [] : [`live under ${aliases.join(', ')}`]),
    ...(rolledBack === undefined ? [] : [describeRollback(rolledBack)]),
  ].join('; ');
}

function describeRollback({ at, actor, reason }: NonNullable<TrendPoint['rolledBack']>): string {
  const when = at === undefined ? '' : ` ${formatMinute(at)}`;
  const who = actor === undefined ? '' : ` by ${actor}`;
  return `rolled back${when}${who}${reason === undefined ? '' : `: ${reason}`}`;
}
