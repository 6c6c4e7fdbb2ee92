import type { Line, Segment } from '../../components/line.tsx';
import { padLine, widthOfLine } from '../../components/line.tsx';
import { formatAge } from '../../format/age.ts';
import { cutText } from '../../format/fit-text.ts';
import type { Surroundings } from '../surroundings.ts';
import { describeSource } from './source-part.ts';

/** What the header is made of. */
export type HeaderFacts = {
  readonly appName: string;
  readonly surroundings: Surroundings;
  /** ISO 8601 UTC: when what is shown was read; undefined while nothing has been. */
  readonly readAt: string | undefined;
  /** ISO 8601 UTC: when the registry could last not be read; undefined when it always could. */
  readonly outOfReachAt: string | undefined;
  readonly now: string;
};

/** A part of the header and how far it may shrink. */
export type Part = Segment & { readonly minimum: number; readonly keep: 'start' | 'end' };

/** Width from which the header has air and words instead of abbreviations. */
const roomyWidth = 100;

/**
 * The line that says where one is and what one may do: registry, kind, place, actor, READ-ONLY or WRITE, age of the data or state of
 * the bucket or server behind it, condition. Places and names are shortened, whether one may write never is, and nothing is left out but,
 * where room is short, that moves are made by best effort: whoever makes one is told again.
 */
export function lineOfHeader(facts: HeaderFacts, width: number): Line {
  const { theme } = facts.surroundings;
  const parts = partsOfHeader(facts, width >= roomyWidth);
  const separator = width >= roomyWidth ? ` ${theme.symbols.separator} ` : '  ';
  const spent = separator.length * (parts.length - 1);
  const shrunk = shrink(parts, width - spent, theme.symbols.ellipsis);
  const line = shrunk.flatMap((part, place): readonly Segment[] =>
    place === 0 ? [part] : [{ text: separator, tone: 'muted' }, part],
  );
  return widthOfLine(line) <= width ? padLine(line, width) : line;
}

function partsOfHeader(facts: HeaderFacts, roomy: boolean): readonly Part[] {
  const { appName, surroundings } = facts;
  const { registry, actor, writes, condition, source, unwritable, capabilities } = surroundings;
  const canWrite =
    writes.at === 'allowed' && source?.condition.writeProblem === undefined && unwritable === undefined;
  const parts: Part[] = [
    { text: registry.name, tone: 'accent', bold: true, minimum: 8, keep: 'start' },
    { text: registry.kind, minimum: 7, keep: 'start' },
    { text: registry.place, tone: 'muted', minimum: 6, keep: 'end' },
    { text: actor, minimum: 6, keep: 'start' },
    {
      text: canWrite ? 'WRITE' : 'READ-ONLY',
      tone: canWrite ? 'warning' : 'good',
      bold: true,
      minimum: 9,
      keep: 'start',
    },
    ...partsOfAge(facts, roomy),
  ];
  if (roomy) parts.unshift({ text: appName, tone: 'muted', minimum: appName.length, keep: 'start' });
  if (roomy && canWrite && !capabilities.compareAndSwap)
    parts.push({ text: 'best effort', tone: 'muted', minimum: 11, keep: 'start' });
  if (condition) parts.push({ ...condition, minimum: 7, keep: 'start' });
  return parts;
}

/**
 * The age of what is shown; of what is kept of a bucket or server that is when it was read. Where the registry cannot be read any more, that
 * is said too, and never shortened.
 */
function partsOfAge(
  { readAt, outOfReachAt, surroundings, now }: HeaderFacts,
  roomy: boolean,
): readonly Part[] {
  const age = describeAge(readAt, now, roomy);
  const { source } = surroundings;
  const ofSource = source === undefined ? [] : [describeSource(source, now, roomy)];
  const isBehind = readAt !== undefined && outOfReachAt !== undefined && outOfReachAt > readAt;
  if (!isBehind)
    return source === undefined ? [{ text: age, tone: 'muted', minimum: 12, keep: 'start' }] : ofSource;
  const text = roomy ? `CANNOT BE READ, ${age}` : `UNREADABLE ${age}`;
  return [{ text, tone: 'bad', bold: true, minimum: text.length, keep: 'start' }, ...ofSource];
}

function describeAge(readAt: string | undefined, now: string, roomy: boolean): string {
  if (readAt === undefined) return roomy ? 'not read yet' : '-';
  const age = formatAge(readAt, now);
  if (!roomy) return age;
  return age === 'now' ? 'read just now' : `read ${age} ago`;
}

/** Takes cells from the part that has most above its minimum until the rest fits. */
function shrink(parts: readonly Part[], room: number, ellipsis: string): readonly Segment[] {
  const widths = parts.map(part => widthOfLine([part]));
  let excess = widths.reduce((sum, each) => sum + each, 0) - room;
  while (excess > 0) {
    const spare = parts.map((part, place) => (widths[place] ?? 0) - part.minimum);
    const most = Math.max(...spare);
    if (most <= 0) break;
    const place = spare.indexOf(most);
    widths[place] = (widths[place] ?? 0) - 1;
    excess -= 1;
  }
  return parts.map(({ text, tone, bold, keep }, place) => ({
    text: cutText(text, widths[place] ?? 0, ellipsis, keep),
    tone,
    bold,
  }));
}
