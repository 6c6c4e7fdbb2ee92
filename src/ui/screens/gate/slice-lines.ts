import type { RuleResult, SliceResult } from '../../../core/gate/report.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, toned, widthOfLine } from '../../components/line.tsx';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import { segmentOfVerdict, shortUnit } from '../../format/gate.ts';
import { formatCount, formatMetric } from '../../format/number.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';

/** Cells before the name of a slice. */
const indent = '  ';
const gap = '  ';

/** How many slices do not pass, above the list of their values. Pure. */
export function lineOfCounts({ all, bad }: NonNullable<RuleResult['sliceCounts']>): Line {
  return [toned('muted', `${bad} of ${formatCount(all, 'slice')} do not pass; worst first:`)];
}

/** A value of a slice with its verdict, its numbers below its name where it is too wide for a line. Pure. */
export function linesOfSlice(
  { field, slice, count, metric, value, verdict }: SliceResult,
  unit: string,
  { size, theme }: Pick<Context, 'size' | 'theme'>,
): readonly Line[] {
  const name = `${makeSafeText(field, { limit: 80 })} ${makeSafeText(slice, { limit: 80 })}`;
  const number = value === null ? 'no number' : `${formatMetric(value)} ${shortUnit(unit)}`.trimEnd();
  const measured = `${makeSafeText(metric, { limit: 80 })} ${number}`;
  const examples = count === null ? '' : `${gap}${formatCount(count, 'example')}`;
  const start: Line = [{ text: indent }, segmentOfVerdict(verdict, theme), { text: gap }];
  const whole: Line = [...start, { text: `${name}${gap}${measured}` }, toned('muted', examples)];
  if (widthOfLine(whole) <= size.columns) return [whole];
  const column = widthOfLine(start);
  const [first = '', ...others] = [name, measured + examples].flatMap(text =>
    wrapText(text, Math.max(1, size.columns - column)),
  );
  return [[...start, { text: first }], ...others.map((text): Line => [{ text: ' '.repeat(column) + text }])];
}

/** Where the slices are that the report leaves out; nothing where it names all that do not pass. Pure. */
export function linesOfUnlisted(
  { slices, sliceCounts, file }: RuleResult,
  { size }: Pick<Context, 'size'>,
): readonly Line[] {
  const bad = slices.filter(({ verdict }) => verdict !== 'PASS');
  const named = new Set(bad.map(({ field, slice }) => JSON.stringify([field, slice]))).size;
  const unnamed = (sliceCounts?.bad ?? 0) - named;
  if (unnamed <= 0) return [];
  const where = file === null ? 'its file' : makeSafeText(file, { limit: 200 });
  const text = `The report names the worst ${formatCount(named, 'slice')}; ${unnamed} more that do not pass are in ${where}.`;
  return wrapSegment(toned('muted', text), size.columns);
}

/** Values that do not pass, of those that the report names: they come first. Pure. */
export function countNotPassed(slices: readonly SliceResult[]): number {
  return slices.filter(({ verdict }) => verdict !== 'PASS').length;
}
