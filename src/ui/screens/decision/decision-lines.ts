import type { Contribution, Decision } from '../../../core/decision/decide.ts';
import { formatScore } from '../../../core/decision/format-score.ts';
import type { DecisionView } from '../../../core/session/load-decision.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { drawBar } from '../../components/bar.ts';
import {
  type Column,
  type FittedColumn,
  fitColumns,
  lineOfHeadings,
  lineOfRow,
  widestOf,
} from '../../components/columns.ts';
import { type Line, type Segment, toned } from '../../components/line.tsx';
import { wrapIndented, wrapSegment } from '../../components/wrapped-lines.ts';
import { formatAgo } from '../../format/gate.ts';
import { formatMetric, formatRatio } from '../../format/number.ts';
import type { Context, Size } from '../../runtime/screen.ts';
import { linesOfBar } from './bar-lines.ts';

/** The line above the body: what was decided about which version. */
const headRows = 1;

/** Cells of the longest bar of a contribution. */
const mostBarCells = 40;
/** Cells of the indent, of weight, value and contribution, and between all columns. */
const numberCells = 2 + 6 + 8 + 9 + 4 * 2;

/** Rows the body has. */
export function bodyRows(size: Size): number {
  return Math.max(1, size.rows - headRows);
}

/** The decision and its reason, what the score is made of, and the bar it has to clear; before scrolling. Pure. */
export function linesOfDecision(view: DecisionView, context: Context): readonly Line[] {
  const { decision } = view;
  return [
    ...linesOfReason(view, context),
    ...section('Score', linesOfScore(decision, context)),
    ...linesOfBar(view, context),
  ];
}

/** A blank line, the title, the lines. */
export function section(title: string, lines: readonly Line[]): readonly Line[] {
  return [[], [{ text: title, tone: 'accent', bold: true }], ...lines];
}

function linesOfReason(view: DecisionView, { size, now }: Context): readonly Line[] {
  const { decision, missing } = view;
  const said: readonly Segment[] = [
    { text: makeSafeText(decision.reason) },
    ...(missing.length === 0
      ? []
      : [
          toned(
            'warning',
            `! No number for ${missing.map(name => makeSafeText(name, { limit: 80 })).join(', ')}.`,
          ),
        ]),
    ...(decision.forced ? [toned('warning', `! The decision was overruled by force.`)] : []),
    toned('muted', describeBasis(view, now)),
  ];
  return said.flatMap(segment => wrapSegment(segment, size.columns));
}

function describeBasis({ basis }: DecisionView, now: string): string {
  switch (basis.by) {
    case 'record':
      return `On record: part of the verdict by ${makeSafeText(basis.policy, { limit: 120 })}, judged ${formatAgo(basis.evaluatedAt, now)}.`;
    case 'policy':
      return `Made now from its own metrics, by the weights of ${makeSafeText(basis.policy, { limit: 120 })}.`;
    case 'usual-weights':
      return 'Made now from its own metrics, by the usual weights: no policy with a score is bound.';
    default:
      return basis satisfies never;
  }
}

function linesOfScore(decision: Decision, context: Context): readonly Line[] {
  const { contributions, score, weightSum } = decision;
  const { theme, size } = context;
  const fitted = fitColumns(contributionColumns(contributions, context), size.columns - 2);
  const indented = (line: Line): Line => [{ text: '  ' }, ...line];
  const note = `The weights add up to ${formatMetric(weightSum)}; each is divided by that.`;
  // Weights are typed by people: 0.1 + 0.2 is 0.3 to them.
  const isNormal = Math.abs(weightSum - 1) < 1e-9;
  return [
    indented(lineOfHeadings(fitted, theme)),
    ...contributions.map(contribution => indented(lineOfRow(fitted, contribution, theme))),
    indented(lineOfSum(score, fitted)),
    ...(isNormal ? [] : wrapIndented(toned('muted', note), size.columns)),
  ];
}

/** The sum below the contributions. */
function lineOfSum(score: number | null, fitted: readonly FittedColumn<Contribution>[]): Line {
  if (score === null) return [{ text: 'Sum  ' }, toned('warning', 'no score: a number is missing')];
  const adds = fitted.findIndex(({ column }) => column.heading === 'ADDS');
  const before = fitted.slice(0, adds).reduce((sum, { width }) => sum + width + 2, 0);
  const width = fitted[adds]?.width ?? 0;
  return [{ text: 'Sum'.padEnd(before) }, { text: formatScore(score).padStart(width), bold: true }];
}

function contributionColumns(
  contributions: readonly Contribution[],
  { theme, size }: Context,
): readonly Column<Contribution>[] {
  const largest = Math.max(...contributions.map(({ contribution }) => Math.abs(contribution ?? 0)));
  const nameWidth = widestOf(
    contributions.map(({ metric }) => metric),
    'METRIC',
    28,
  );
  const barWidth = Math.max(1, Math.min(mostBarCells, size.columns - nameWidth - numberCells));
  return [
    {
      heading: 'METRIC',
      cell: ({ metric }) => ({ text: makeSafeText(metric, { limit: 120 }) }),
      minimum: Math.min(12, nameWidth),
      wanted: nameWidth,
      priority: 1,
    },
    {
      heading: 'WEIGHT',
      cell: ({ normalisedWeight }) => ({ text: formatRatio(normalisedWeight) }),
      align: 'right',
      minimum: 6,
      wanted: 6,
      priority: 1,
    },
    {
      heading: 'VALUE',
      cell: ({ value }) => (value === null ? toned('warning', 'MISSING') : { text: formatMetric(value) }),
      align: 'right',
      minimum: 8,
      wanted: 8,
      priority: 1,
    },
    {
      heading: 'ADDS',
      cell: ({ contribution }) => ({ text: contribution === null ? '-' : formatScore(contribution) }),
      align: 'right',
      minimum: 9,
      wanted: 9,
      priority: 1,
    },
    {
      heading: '',
      cell: ({ contribution }) =>
        toned('accent', drawBar(Math.abs(contribution ?? 0) / largest, barWidth, theme.symbols)),
      minimum: barWidth,
      wanted: barWidth,
      priority: 2,
    },
  ];
}
