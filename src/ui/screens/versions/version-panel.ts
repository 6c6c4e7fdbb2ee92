import type { Hold } from '../../../core/history/model-history.ts';
import type { ModelStatus } from '../../../core/registry/model-status.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, type Tone, toned } from '../../components/line.tsx';
import { formatAge, formatMinute } from '../../format/age.ts';
import { describeArriving } from '../../format/arriving.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';
import type { VersionRow } from './version-table.ts';

/** What is to be known about a version in at most `rows` lines, what forbids it first. Pure. */
export function linesAboutVersion(
  row: VersionRow,
  status: ModelStatus,
  rows: number,
  { size, now }: Context,
): readonly Line[] {
  const { modelHold } = status.effective;
  const said: readonly (readonly [Tone, string])[] = [
    ...describeWholeness(row),
    ...(row.hold ? [['warning', `HELD ${describeHold(row.hold)}`] as const] : []),
    ...(row.rolledBack ? [['warning', 'ROLLED BACK: that ended its last time live.'] as const] : []),
    ...(modelHold ? [['warning', `The whole model is HELD ${describeHold(modelHold)}`] as const] : []),
    ['plain', describeCreation(row, now)],
    ...(row.notes === undefined ? [] : [['muted', `Notes: ${row.notes}`] as const]),
    ...(row.tags.length === 0 ? [] : [['muted', `Tags: ${row.tags.join(', ')}`] as const]),
  ];
  return said
    .flatMap(([tone, text]) => wrapText(text, size.columns).map((line): Line => [toned(tone, line)]))
    .slice(0, rows);
}

function describeWholeness({ version }: VersionRow): readonly (readonly [Tone, string])[] {
  switch (version.whole) {
    case 'complete':
      return [];
    case 'incomplete':
      if (version.arriving !== undefined) return [['muted', describeArriving(version.arriving)]];
      if (version.unfinished !== undefined)
        return [['bad', `INCOMPLETE: it ${version.unfinished.problem}. ${version.unfinished.hint}`]];
      return [
        ['bad', 'INCOMPLETE: metadata.json is not there; it is still being written, or never will be.'],
      ];
    case 'damaged':
      return [['bad', `DAMAGED: ${version.problem}. It cannot become live.`]];
    default:
      return version satisfies never;
  }
}

function describeHold(hold: Hold): string {
  const reason = hold.reason === null ? '' : `: ${makeSafeText(hold.reason, { limit: 500 })}`;
  return `since ${formatMinute(hold.at)} UTC by ${makeSafeText(hold.actor, { limit: 120 })}${reason}`;
}

function describeCreation({ version, aliases }: VersionRow, now: string): string {
  const live = aliases.length === 0 ? 'Not live.' : `Live under ${aliases.join(', ')}.`;
  if (version.whole !== 'complete') return live;
  const { createdAt, parent } = version.record;
  const created =
    createdAt === undefined
      ? 'No time of creation is recorded.'
      : `Created ${formatMinute(createdAt)} UTC (${formatAge(createdAt, now)}).`;
  return `${live} ${created}${parent === undefined ? '' : ` Made from ${parent}.`}`;
}
