import type { BoundCheck } from '../../../core/ports/registry.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Column, fitColumns, lineOfHeadings, lineOfRow, widestOf } from '../../components/columns.ts';
import { type Line, type Tone, toned } from '../../components/line.tsx';
import { markerWidth } from '../../components/list-rows.tsx';
import { formatBytes } from '../../format/bytes.ts';
import { fitText } from '../../format/fit-text.ts';
import {
  formatMargin,
  formatSigned,
  formatThreshold,
  segmentOfVerdict,
  shortDigest,
} from '../../format/gate.ts';
import { formatMetric } from '../../format/number.ts';
import type { Context } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import type { GateRow } from './gate-rows.ts';

type RuleRow = Extract<GateRow, { readonly kind: 'rule' }>;
type FileRow = Extract<GateRow, { readonly kind: 'file' }>;

/** Cells for a verdict with its sign, and for the outcome of a check. */
const verdictWidth = 12;

/** The headings of the rules, and how a row is drawn below them. Pure. */
export function prepareRows(
  rows: readonly GateRow[],
  { size, theme }: Pick<Context, 'size' | 'theme'>,
): { readonly headings: Line; readonly lineOf: (row: GateRow) => Line } {
  const rules = rows.flatMap(row => (row.kind === 'rule' ? [row] : []));
  const fitted = fitColumns(ruleColumns(rules, theme), size.columns - markerWidth);
  return {
    headings: [{ text: ' '.repeat(markerWidth) }, ...lineOfHeadings(fitted, theme)],
    lineOf: row => (row.kind === 'rule' ? lineOfRow(fitted, row, theme) : lineOfFile(row, theme)),
  };
}

type CheckLooks = { readonly word: string; readonly tone: Tone; readonly sentence: string };

const checkLooks: Readonly<Record<BoundCheck['outcome'], CheckLooks>> = {
  verified: { word: 'as judged', tone: 'good', sentence: 'is the file that was judged' },
  differs: { word: 'DIFFERS', tone: 'bad', sentence: 'is not the file that was judged' },
  missing: { word: 'MISSING', tone: 'bad', sentence: 'is not there' },
  unreadable: { word: 'UNREADABLE', tone: 'bad', sentence: 'cannot be read' },
  elsewhere: { word: 'elsewhere', tone: 'warning', sentence: 'is not on this machine' },
  'nothing-recorded': { word: 'no digest', tone: 'warning', sentence: 'has no digest to be held against' },
  unread: { word: 'unread', tone: 'muted', sentence: 'is there with its size; a promotion reads its bytes' },
};

/** How a bound file stood up to its check: a word, what it means, and a sentence that follows its name. Pure. */
export function looksOfCheck(check: BoundCheck | undefined): CheckLooks {
  return check === undefined
    ? { word: 'unchecked', tone: 'muted', sentence: 'was not checked' }
    : checkLooks[check.outcome];
}

function ruleColumns(rules: readonly RuleRow[], theme: Theme): readonly Column<RuleRow>[] {
  const shownMargins = rules.map(({ result }) => formatMargin(result));
  return [
    {
      heading: 'VERDICT',
      cell: ({ result }) => segmentOfVerdict(result.verdict, theme),
      minimum: verdictWidth,
      wanted: verdictWidth,
      priority: 1,
    },
    {
      heading: 'RULE',
      cell: ({ name, result }) => ({ text: result.effect === 'advises' ? `${name} (advises)` : name }),
      minimum: 14,
      wanted: widestOf(
        rules.map(({ name, result }) => (result.effect === 'advises' ? `${name} (advises)` : name)),
        'RULE',
        44,
      ),
      priority: 1,
    },
    {
      heading: 'VALUE',
      cell: ({ result }) => ({ text: result.value === null ? '-' : formatMetric(result.value) }),
      align: 'right',
      minimum: 6,
      wanted: 8,
      priority: 1,
    },
    {
      heading: 'NEEDS',
      cell: ({ result }) => ({ text: formatThreshold(result) }),
      minimum: 6,
      wanted: 9,
      priority: 1,
    },
    {
      heading: 'MARGIN',
      cell: ({ result }) => ({ text: formatMargin(result) }),
      align: 'right',
      minimum: Math.min(12, widestOf(shownMargins, 'MARGIN', 12)),
      wanted: widestOf(shownMargins, 'MARGIN', 16),
      priority: 1,
    },
    {
      heading: 'FILE',
      cell: ({ result }) => toned('muted', makeSafeText(result.file ?? '', { limit: 200 })),
      minimum: 24,
      wanted: 34,
      priority: 3,
    },
  ];
}

/** A file in the columns of the rules where that helps the eye: its check below the verdicts, its name below the names. */
function lineOfFile({ name, file, sha256, check }: FileRow, theme: Theme): Line {
  const size = file === undefined ? '' : `  ${formatBytes(file.sizeBytes)}`;
  const { word, tone } = looksOfCheck(check);
  const sign =
    tone === 'good' ? theme.symbols.good : tone === 'bad' ? theme.symbols.bad : theme.symbols.unknown;
  return [
    toned(tone, fitText(formatSigned(sign, word, theme), verdictWidth, theme.symbols.ellipsis)),
    { text: `  file ${name}  ` },
    toned('muted', sha256 === undefined ? '' : `${shortDigest(sha256)}${size}`),
  ];
}
