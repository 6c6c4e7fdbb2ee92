import type { LiveSpan } from '../../../core/history/model-history.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { Trend, TrendPoint } from '../../../core/trend/trend.ts';
import { fitLines } from '../../components/fit-lines.ts';
import { type Line, type Segment, toned, widthOfLine } from '../../components/line.tsx';
import { formatMinute } from '../../format/age.ts';
import { segmentOfChange } from '../../format/delta.ts';
import { formatDemands } from '../../format/demand.ts';
import { formatGateVerdict } from '../../format/gate-record.ts';
import { formatMetric } from '../../format/number.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';

/** Rows of which none is given away to say that there are more. */
const fewRows = 2;

/** What is to be known about a version in at most `rows` lines: its value, against live and the one before, its gate, its time live. Pure. */
export function linesAboutPoint(
  point: TrendPoint,
  trend: Trend,
  rows: number,
  context: Context,
): readonly Line[] {
  const said: readonly Segment[] = [
    ...(point.rolledBack === undefined ? [] : [toned('bad', describeRollback(point.rolledBack))]),
    toned('muted', describeLife(point.liveSpans)),
    toned('muted', describeGate(point, trend)),
    ...(point.createdAt === undefined
      ? []
      : [toned('muted', `Created ${formatMinute(point.createdAt)} UTC.`)]),
  ];
  const lines = [
    lineOfValue(point, trend, context),
    ...linesOfChanges(point, trend, context),
    ...said.flatMap(({ text, tone }) =>
      wrapText(text, context.size.columns).map((part): Line => [{ text: part, tone }]),
    ),
  ];
  return rows <= fewRows ? lines.slice(0, rows) : fitLines(lines, rows);
}

function lineOfValue(point: TrendPoint, { unit, alias, thresholds }: Trend, { theme }: Context): Line {
  const { value, reaches, whole } = point;
  if (value === undefined) {
    const why = whole === 'complete' ? 'it was not measured' : `the version is ${whole}`;
    return [{ text: 'No value: ', bold: true }, { text: `${why}.` }];
  }
  const demand = formatDemands(thresholds, theme.symbols);
  const judged =
    reaches === undefined
      ? []
      : reaches
        ? [toned('good', `  ${theme.symbols.good} the gate of ${alias} wants ${demand}`)]
        : [toned('bad', `  ${theme.symbols.bad} the gate of ${alias} wants ${demand}`)];
  return [{ text: `${formatMetric(value)} ${unit}`.trimEnd(), bold: true }, ...judged];
}

/** Against what is live and against the version before, side by side where there is room. */
function linesOfChanges(point: TrendPoint, trend: Trend, { size, theme }: Context): readonly Line[] {
  const toLive = describeToLive(point, trend, theme);
  const toPrevious = (label: string): Line =>
    point.toPrevious === undefined
      ? [toned('muted', 'The first that was measured')]
      : [{ text: label }, segmentOfChange(point.toPrevious, theme)];
  const sideBySide = ['Against the one before: ', 'One before: '].map(
    (label): Line => [...toLive, { text: '   ' }, ...toPrevious(label)],
  );
  const fitting = sideBySide.find(line => widthOfLine(line) <= size.columns);
  return fitting === undefined ? [toLive, toPrevious('Against the one before: ')] : [fitting];
}

function describeToLive(point: TrendPoint, { points, alias }: Trend, theme: Theme): Line {
  if (point.isLive) return [toned('good', `Live under ${alias}`)];
  if (point.toLive === undefined) return [toned('muted', `Nothing is live under ${alias}`)];
  const live = points.find(({ isLive }) => isLive)?.version;
  const label = `Against live${live === undefined ? '' : ` ${live}`}: `;
  return [{ text: label }, segmentOfChange(point.toLive, theme)];
}

function describeRollback({ at, actor, reason }: NonNullable<TrendPoint['rolledBack']>): string {
  const when = at === undefined ? '' : ` ${formatMinute(at)} UTC`;
  const who = actor === undefined ? '' : ` by ${makeSafeText(actor, { limit: 120 })}`;
  const why = reason === undefined ? '' : `: ${makeSafeText(reason, { limit: 500 })}`;
  return `Rolled back${when}${who}${why}`;
}

/** Spans that are told one by one, the newest. */
const toldSpans = 2;

function describeLife(spans: readonly LiveSpan[]): string {
  if (spans.length === 0) return 'Never live.';
  const told = spans.slice(-toldSpans).map(describeSpan).join('; ');
  const more = spans.length - toldSpans;
  return more > 0 ? `${told}; and ${more} times before.` : `${told}.`;
}

function describeSpan({ alias, startedAt, startedBy, end }: LiveSpan): string {
  const since = startedBy === 'adopt' ? 'since before lastgood' : `since ${formatMinute(startedAt)}`;
  return end === undefined
    ? `Live under ${alias} ${since}${startedBy === 'adopt' ? '' : ' UTC'}`
    : `Live under ${alias} ${since} until ${formatMinute(end.at)} UTC`;
}

function describeGate({ gate }: TrendPoint, { alias, policy, policyProblem }: Trend): string {
  if (policyProblem !== undefined) return `The policy of ${alias} cannot be used: ${policyProblem}`;
  if (gate === undefined)
    return policy === undefined ? 'Gate: none is bound.' : `Gate: not judged by ${policy} for ${alias}.`;
  return `Gate for ${alias}: ${formatGateVerdict(gate)}.`;
}
