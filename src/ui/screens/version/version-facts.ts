import type { Hold, LiveSpan } from '../../../core/history/model-history.ts';
import { findState } from '../../../core/registry/version-state.ts';
import { formatAge, formatMinute } from '../../format/age.ts';
import { formatDuration } from '../../format/duration.ts';
import type { Context } from '../../runtime/screen.ts';
import type { Field } from './field-lines.ts';
import type { ShownState } from './update.ts';

/** State, where it is live, holds and what else was recorded. Pure. */
export function factsOfVersion({ loaded, found }: ShownState, { now }: Context): readonly Field[] {
  const { status } = loaded;
  const { effective } = status;
  const hold = effective.versionHolds.get(found.version);
  const live = [...effective.aliases].filter(([, position]) => position.version === found.version);
  return [
    ['state', findState(status, found.version)],
    ...live.map(([alias, { since, actor, action, reason }]): Field => {
      if (action === 'adopt') return ['live under', `${alias}, found in place`, 'good'];
      const why = reason === null ? '' : `: ${reason}`;
      return [
        'live under',
        `${alias} since ${describeTime(since, now)}, ${action} by ${actor}${why}`,
        'good',
      ];
    }),
    ...(hold ? [['HELD', describeHold(hold), 'warning'] as const] : []),
    ...(effective.modelHold ? [['model HELD', describeHold(effective.modelHold), 'warning'] as const] : []),
    ...(found.whole === 'complete'
      ? [['created', describeTime(found.record.createdAt, now)] as const, ...found.record.particulars]
      : []),
  ];
}

/** Each time it was live, newest first, and how that ended. Pure. */
export function fieldsOfSpans({ loaded, found }: ShownState, { now, theme }: Context): readonly Field[] {
  const { effective } = loaded.status;
  const spans = effective.spans.filter(span => span.version === found.version).toReversed();
  const before: readonly Field[] = effective.rolledBackBefore.has(found.version)
    ? [['before', 'rolled back by another program, before lastgood kept the history', 'warning']]
    : [];
  if (spans.length === 0 && before.length === 0) return [['never', 'It has not been live.']];
  return [...spans.map(span => describeSpan(span, now, theme.symbols.arrow)), ...before];
}

function describeSpan(span: LiveSpan, now: string, arrow: string): Field {
  const { alias, startedAt, startedBy, end } = span;
  const started = startedBy === 'adopt' ? 'found in place' : `by ${startedBy}`;
  const lasted = formatDuration(Date.parse(end?.at ?? now) - Date.parse(startedAt));
  if (end === undefined) {
    return [alias, `live now, since ${formatMinute(startedAt)} UTC ${started} (${lasted})`, 'good'];
  }
  const how = end.takenBack ? `TAKEN BACK by ${end.by}` : `replaced by ${end.by}`;
  const times = `${formatMinute(startedAt)} ${arrow} ${formatMinute(end.at)} UTC (${lasted})`;
  return [alias, `${times}, ${started}, ${how}`, end.takenBack ? 'warning' : 'plain'];
}

function describeTime(at: string | undefined, now: string): string {
  return at === undefined ? 'not recorded' : `${formatMinute(at)} UTC (${formatAge(at, now)})`;
}

function describeHold({ at, actor, reason }: Hold): string {
  return `since ${formatMinute(at)} UTC by ${actor}${reason === null ? '' : `: ${reason}`}`;
}
