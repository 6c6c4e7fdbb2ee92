import { describeSides, nameSourceProblem } from '../../../core/mirror/describe-condition.ts';
import { findWorst } from '../../../core/mirror/describe-difference.ts';
import type { MirrorCondition } from '../../../core/ports/mirror.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, type Segment, toned } from '../../components/line.tsx';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import { formatAge } from '../../format/age.ts';
import { formatCount } from '../../format/number.ts';
import type { Context } from '../../runtime/screen.ts';
import type { State } from './update.ts';

/**
 * What is wrong with the bucket and what to do, how both sides stand, whether it is being read; then, as far as there is room, where the
 * copy is and what the bucket said; in exactly `rows` lines. Pure.
 */
export function linesOfHead(
  state: Pick<State, 'refresh'>,
  mirror: MirrorCondition,
  rows: number,
  context: Pick<Context, 'size' | 'theme' | 'now'>,
): readonly Line[] {
  const { columns } = context.size;
  const { problem } = mirror;
  const sentences = [...describeProblem(mirror, context), segmentOfSides(mirror, context)];
  const bucket = lineOfBucket(state, mirror, context);
  const whole = [...sentences.flatMap(sentence => wrapSegment(sentence, columns)), bucket];
  // Where sentences do not fit each is cut to a line: none of them may push out another.
  const first = whole.length <= rows ? whole : [...sentences.map((sentence): Line => [sentence]), bucket];
  const said = problem === undefined ? [] : wrapSegment(toned('muted', problem.message), columns);
  const copy: Line = [toned('muted', `Copy    ${makeSafeText(mirror.cache, { limit: 300 })}`)];
  const lines = [...first, copy, ...said].slice(0, rows);
  return [...lines, ...Array.from({ length: rows - lines.length }, (): Line => [])];
}

function describeProblem(mirror: MirrorCondition, { theme }: Pick<Context, 'theme'>): readonly Segment[] {
  if (mirror.problem === undefined) return [];
  const text = `${theme.symbols.bad} ${nameSourceProblem('bucket', mirror) ?? ''}. ${makeSafeText(mirror.problem.hint)}`;
  return [{ text, tone: 'bad', bold: true }];
}

function segmentOfSides(mirror: MirrorCondition, { theme, now }: Pick<Context, 'theme' | 'now'>): Segment {
  const { seenAt, isRead, problem, differences } = mirror;
  const text = describeSides(mirror);
  if (seenAt === undefined || !isRead) return toned('muted', text);
  if (problem !== undefined && differences.length === 0)
    return toned('muted', `Seen ${describeAgo(seenAt, now)}: both sides were the same then.`);
  const { symbols } = theme;
  switch (findWorst(mirror.differences)) {
    case 'critical':
      return { text: `${symbols.bad} ${text}`, tone: 'bad', bold: true };
    case 'warning':
      return { text: `! ${text}`, tone: 'warning', bold: true };
    case 'note':
      return { text, bold: true };
    case undefined:
      return { text: `${symbols.good} ${text}`, tone: 'good', bold: true };
  }
}

function describeAgo(at: string, now: string): string {
  const age = formatAge(at, now);
  return age === 'now' ? 'just now' : `${age} ago`;
}

/** Where the bucket is and when it was read; while it is read, how far that is. */
function lineOfBucket(
  { refresh }: Pick<State, 'refresh'>,
  { url, seenAt, isRefreshing }: MirrorCondition,
  { now }: Pick<Context, 'now'>,
): Line {
  const seen = seenAt === undefined ? 'never read' : `read ${describeAgo(seenAt, now)}`;
  const listed =
    refresh.at === 'running' && refresh.listed > 0 ? ` ${formatCount(refresh.listed, 'object')},` : '';
  const reading = refresh.at === 'running' ? `reading it now:${listed} esc stops` : 'reading it now';
  const isReading = refresh.at === 'running' || isRefreshing;
  return [
    toned('muted', `Bucket  ${makeSafeText(url, { limit: 300 })}  `),
    isReading ? toned('accent', reading) : toned('muted', seen),
  ];
}
