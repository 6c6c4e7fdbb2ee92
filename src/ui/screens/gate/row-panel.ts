import type { BoundFile, RuleResult, SliceResult } from '../../../core/gate/report.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, type Segment, toned } from '../../components/line.tsx';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import { formatBytes } from '../../format/bytes.ts';
import { segmentOfVerdict, shortUnit } from '../../format/gate.ts';
import { formatCount, formatMetric } from '../../format/number.ts';
import type { Context } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import type { GateRow } from './gate-rows.ts';
import { looksOfCheck } from './row-lines.ts';

/** What is to be known about a rule or a file in at most `rows` lines: why, and what would make it pass. Pure. */
export function linesAboutRow(row: GateRow, rows: number, context: Context): readonly Line[] {
  const lines = row.kind === 'rule' ? linesAboutRule(row.result, context) : linesAboutFile(row, context);
  return lines.slice(0, rows);
}

function linesAboutRule(result: RuleResult, { size, theme }: Context): readonly Line[] {
  const { reason, remedy, effect, noiseBand, unit } = result;
  const band = noiseBand === null ? '' : `${formatMetric(noiseBand)} ${shortUnit(unit)}`.trimEnd();
  const said: readonly Segment[] = [
    { text: makeSafeText(reason) },
    ...(remedy === null ? [] : [toned('accent', `To pass: ${goOn(makeSafeText(remedy))}`)]),
    ...(noiseBand === null ? [] : [toned('muted', `Noise: repeat runs are up to ${band} apart.`)]),
    ...(effect === 'advises' ? [toned('muted', 'It advises only: the verdict does not count it.')] : []),
  ];
  return [...said.flatMap(segment => wrapSegment(segment, size.columns)), ...linesOfSlices(result, theme)];
}

/** A sentence as it goes on behind a colon; a name at its start stays as it is. */
function goOn(sentence: string): string {
  return /^[A-Z][a-z]* /.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

function linesOfSlices({ slices, sliceCounts, unit }: RuleResult, theme: Theme): readonly Line[] {
  if (sliceCounts === null || slices.length === 0) return [];
  const counted = `${sliceCounts.bad} of ${formatCount(sliceCounts.all, 'slice')} do not pass; worst first:`;
  return [[toned('muted', counted)], ...slices.map(slice => lineOfSlice(slice, unit, theme))];
}

function lineOfSlice(
  { field, slice, count, metric, value, verdict }: SliceResult,
  unit: string,
  theme: Theme,
): Line {
  const name = `${makeSafeText(field, { limit: 80 })} ${makeSafeText(slice, { limit: 80 })}`;
  const number = value === null ? 'no number' : `${formatMetric(value)} ${shortUnit(unit)}`.trimEnd();
  return [
    { text: '  ' },
    segmentOfVerdict(verdict, theme),
    { text: `  ${name}  ${makeSafeText(metric, { limit: 80 })} ${number}` },
    toned('muted', count === null ? '' : `  ${formatCount(count, 'example')}`),
  ];
}

function linesAboutFile(
  row: Extract<GateRow, { readonly kind: 'file' }>,
  { size }: Context,
): readonly Line[] {
  const { file, check, name } = row;
  const { sentence, tone } = looksOfCheck(check);
  const detail = check === undefined || check.detail === '' ? '' : `: ${makeSafeText(check.detail)}`;
  const outcome = `${name} ${sentence}${detail}.`.replace(/\.\.$/, '.');
  const said: readonly Segment[] = [
    toned(tone === 'good' ? 'plain' : tone, outcome),
    ...(file === undefined ? [] : describeFile(file)),
  ];
  return said.flatMap(segment => wrapSegment(segment, size.columns));
}

function describeFile({ source, sizeBytes, place, sha256 }: BoundFile): readonly Segment[] {
  const where = place === 'version' ? 'in the version' : 'kept in the registry';
  const safeSource = makeSafeText(source, { limit: 80 });
  return [
    toned('muted', `Source ${safeSource}, ${formatBytes(sizeBytes)}, ${where}.`),
    toned('muted', `sha256 when it was judged: ${sha256}`),
  ];
}
