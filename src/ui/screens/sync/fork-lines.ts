import type { Fork, ForkedGeneration, ForkSide } from '../../../core/mirror/find-fork.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, type Segment, toned } from '../../components/line.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import { formatAge, formatMinute } from '../../format/age.ts';
import { describeChange } from '../../format/entry-change.ts';
import { fitText } from '../../format/fit-text.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';
import type { ForkReading } from './update.ts';

/** Lines a reason takes at most: what is compared stays in sight of one another. */
const reasonLines = 4;

/** Two histories side by side, from where they part: what, who, when and why on either side. Pure. */
export function linesOfFork(reading: ForkReading, context: Context): readonly Line[] {
  switch (reading.at) {
    case 'reading':
      return [[toned('muted', `Reading the history of ${makeSafeText(reading.model)} in the bucket`)]];
    case 'failed':
      return linesOfProblem(reading.error, context.size.columns);
    case 'read':
      return linesOfSides(reading.fork, context);
    default:
      return reading satisfies never;
  }
}

function linesOfSides({ model, sharedGenerations, generations }: Fork, context: Context): readonly Line[] {
  const { columns } = context.size;
  const name = makeSafeText(model);
  const shared = `${name}: ${describeShared(sharedGenerations)} the same on both sides.`;
  if (generations.length === 0)
    return wrapSegment({ text: `${name}: both histories are the same.` }, columns);
  const headings: Line =
    besides([toned('accent', 'HERE, in the copy')], [toned('accent', 'IN THE BUCKET')], context)[0] ?? [];
  return [
    ...wrapSegment({ text: shared }, columns),
    headings,
    ...generations.flatMap(generation => linesOfGeneration(generation, context)),
  ];
}

function describeShared(count: number): string {
  if (count === 0) return 'no entry is';
  return count === 1 ? 'entry 1 is' : `entries 1 to ${count} are`;
}

function linesOfGeneration({ generation, here, inBucket }: ForkedGeneration, context: Context) {
  const width = sideWidth(context);
  return besides(
    describeSide(generation, here, width, context),
    describeSide(generation, inBucket, width, context),
    context,
  );
}

/** A generation on one side, a segment for each line. */
function describeSide(
  generation: number,
  side: ForkSide,
  width: number,
  { now, theme }: Context,
): readonly Segment[] {
  const number = `#${generation} `;
  if (side === undefined) return [toned('muted', `${number}nothing`)];
  if ('fault' in side) {
    return wrapText(`${number}cannot be used: ${side.problem}`, width).map(text => toned('bad', text));
  }
  const { action, moves, facts, actor, at, reason } = side.entry;
  const what = `${number}${action} ${describeChange(moves, facts, theme.symbols.arrow)}`;
  const who = makeSafeText(actor, { limit: 120 });
  const when = `${formatMinute(at)} UTC (${formatAge(at, now)})`;
  const why = wrapText(makeSafeText(reason ?? '', { limit: 500 }), width).slice(0, reasonLines);
  return [
    ...wrapText(what, width).map((text): Segment => ({ text, bold: true })),
    ...[who, when].flatMap(said => wrapText(said, width)).map((text): Segment => ({ text })),
    ...why.map(text => toned('muted', text)),
  ];
}

function sideWidth({ size }: Pick<Context, 'size'>): number {
  return Math.floor((size.columns - 3) / 2);
}

/** Two columns of segments as lines, with an upright between them. */
function besides(
  left: readonly Segment[],
  right: readonly Segment[],
  context: Pick<Context, 'size' | 'theme'>,
): readonly Line[] {
  const width = sideWidth(context);
  const { ellipsis, chart } = context.theme.symbols;
  const fill = (segment: Segment | undefined): Segment => ({
    ...segment,
    text: fitText(segment?.text ?? '', width, ellipsis),
  });
  return Array.from(
    { length: Math.max(left.length, right.length) },
    (_, row): Line => [fill(left[row]), toned('muted', ` ${chart.axis} `), fill(right[row])],
  );
}
