import type { BoundFile, RuleResult } from '../../../core/gate/report.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, type Segment, toned } from '../../components/line.tsx';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import { formatBytes } from '../../format/bytes.ts';
import { headingOfVerdict, shortUnit } from '../../format/gate.ts';
import { formatCount, formatMetric } from '../../format/number.ts';
import type { Context } from '../../runtime/screen.ts';
import type { GateRow } from './gate-rows.ts';
import { looksOfCheck } from './row-lines.ts';
import { countNotPassed, lineOfCounts, linesOfSlice, linesOfUnlisted } from './slice-lines.ts';
import { linesOfVotes } from './vote-lines.ts';

/**
 * What is to be known about a rule or a file in at most `rows` lines: why, and what would make it pass. Where that is not all, the
 * last line says how much more there is, and the key that shows it. Pure.
 */
export function linesAboutRow(row: GateRow, rows: number, context: Context): readonly Line[] {
  const lines = linesOfRow(row, context);
  if (lines.length <= rows) return lines;
  const told = Math.max(0, rows - 1);
  return [...lines.slice(0, told), [toned('accent', describeRest(row, told, context))]];
}

/** All that is known about a rule or a file, every slice that the report names included. Pure. */
export function linesOfRow(row: GateRow, context: Context): readonly Line[] {
  if (row.kind === 'file') return linesAboutFile(row, context);
  const { result } = row;
  const votes = result.votes === undefined ? [] : linesOfVotes(result.votes, context);
  return [...votes, ...linesOfReason(result, context), ...groupSlices(result, context).flat()];
}

/** A rule with its verdict, or a file with its check, as a heading. Pure. */
export function headingOfRow(row: GateRow, { theme }: Context): Line {
  if (row.kind === 'rule')
    return [headingOfVerdict(row.result.verdict, theme), { text: `  ${row.name}`, bold: true }];
  const { word, tone } = looksOfCheck(row.check);
  return [
    { text: word, tone, bold: true },
    { text: `  file ${row.name}`, bold: true },
  ];
}

/** What is left out below the first lines: of slices, how many of those that do not pass are among them. */
function describeRest(row: GateRow, told: number, context: Context): string {
  const notPassed = row.kind === 'rule' ? countNotPassed(row.result.slices) : 0;
  if (row.kind === 'file' || notPassed === 0) {
    return `${formatCount(linesOfRow(row, context).length - told, 'more line')}; enter shows all.`;
  }
  let room = told - linesOfReason(row.result, context).length;
  const [counts, ...slices] = groupSlices(row.result, context);
  room -= counts?.length ?? 0;
  let seen = 0;
  for (const lines of slices.slice(0, notPassed)) {
    room -= lines.length;
    if (room >= 0) seen += 1;
  }
  return `${seen} of ${notPassed} values that do not pass seen; enter shows all.`;
}

function linesOfReason(result: RuleResult, { size }: Context): readonly Line[] {
  const { reason, remedy, effect, noiseBand, unit } = result;
  const band = noiseBand === null ? '' : `${formatMetric(noiseBand)} ${shortUnit(unit)}`.trimEnd();
  const said: readonly Segment[] = [
    { text: makeSafeText(reason) },
    ...(remedy === null ? [] : [toned('accent', `To pass: ${goOn(makeSafeText(remedy))}`)]),
    ...(noiseBand === null ? [] : [toned('muted', `Noise: repeat runs are up to ${band} apart.`)]),
    ...(effect === 'advises' ? [toned('muted', 'It advises only: the verdict does not count it.')] : []),
  ];
  return said.flatMap(segment => wrapSegment(segment, size.columns));
}

/** How many slices there are, then each that the report names, then how many it does not: groups of lines that belong together. */
function groupSlices(result: RuleResult, context: Context): readonly (readonly Line[])[] {
  const { slices, sliceCounts, unit } = result;
  if (sliceCounts === null || slices.length === 0) return [];
  return [
    [lineOfCounts(sliceCounts)],
    ...slices.map(slice => linesOfSlice(slice, unit, context)),
    linesOfUnlisted(result, context),
  ];
}

/** A sentence as it goes on behind a colon; a name at its start stays as it is. */
function goOn(sentence: string): string {
  return /^[A-Z][a-z]* /.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

function linesAboutFile(
  row: Extract<GateRow, { readonly kind: 'file' }>,
  { size }: Context,
): readonly Line[] {
  const { file, sha256, check, name } = row;
  const { sentence, tone } = looksOfCheck(check);
  const detail = check === undefined || check.detail === '' ? '' : `: ${makeSafeText(check.detail)}`;
  const outcome = `${name} ${sentence}${detail}.`.replace(/\.\.$/, '.');
  const said: readonly Segment[] = [
    toned(tone === 'good' ? 'plain' : tone, outcome),
    ...(file === undefined ? [] : [describeFile(file)]),
    ...(sha256 === undefined ? [] : [toned('muted', `sha256 when it was judged: ${sha256}`)]),
  ];
  return said.flatMap(segment => wrapSegment(segment, size.columns));
}

function describeFile({ source, sizeBytes, place }: BoundFile): Segment {
  const where = place === 'version' ? 'in the version' : 'kept in the registry';
  const safeSource = makeSafeText(source, { limit: 80 });
  return toned('muted', `Source ${safeSource}, ${formatBytes(sizeBytes)}, ${where}.`);
}
