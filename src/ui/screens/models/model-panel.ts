import type { ModelOverview } from '../../../core/session/load-overview.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, toned } from '../../components/line.tsx';
import { formatAge, formatMinute } from '../../format/age.ts';
import { formatMetric } from '../../format/number.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';
import { explainConcern, type LiveAlias, liveAliases } from './model-state.ts';

/** What is to be known about a model in at most `rows` lines: what is wrong and what to do, what is live and why, the trend. Pure. */
export function linesAboutModel(model: ModelOverview, rows: number, context: Context): readonly Line[] {
  const lines = [...linesOfConcerns(model, context), ...linesOfLive(model, context), ...linesOfTrend(model)];
  if (lines.length <= rows || rows === 0) return lines.slice(0, rows);
  const hidden = lines.length - rows + 1;
  return [...lines.slice(0, rows - 1), [toned('muted', `(${hidden} more lines in a taller window)`)]];
}

function linesOfConcerns({ status }: ModelOverview, { theme, size }: Context): readonly Line[] {
  return status.concerns.flatMap(concern => {
    const critical = concern.severity === 'critical';
    const mark = `${critical ? theme.symbols.bad : '!'} `;
    const { what, advice } = explainConcern(concern, status);
    const indent = ' '.repeat(mark.length);
    const sentence = wrapText(what, size.columns - mark.length).map(
      (text, place): Line => [toned(critical ? 'bad' : 'warning', `${place === 0 ? mark : indent}${text}`)],
    );
    const todo = advice
      .flatMap(text => wrapText(text, size.columns - mark.length))
      .map((text): Line => [{ text: indent + text }]);
    return [...sentence, ...todo];
  });
}

function linesOfLive({ status }: ModelOverview, { now, size }: Context): readonly Line[] {
  const live = liveAliases(status);
  if (live.length === 0) return [[toned('muted', 'Nothing is live. Press P to promote a version.')]];
  return live.flatMap(each =>
    wrapText(describeLive(each, now), size.columns).map((text): Line => [toned('muted', text)]),
  );
}

const deeds: Partial<Readonly<Record<LiveAlias['position']['action'], string>>> = {
  promote: 'promoted',
  rollback: 'rolled back',
  undo: 'put back',
  register: 'registered',
};

function describeLive({ alias, version, position }: LiveAlias, now: string): string {
  const name = `${alias} is ${version}`;
  if (position.action === 'adopt') return `${name}; by whom and since when is not on record.`;
  const since = `since ${formatMinute(position.since)} UTC (${formatAge(position.since, now)})`;
  const deed = `${deeds[position.action] ?? position.action} by ${makeSafeText(position.actor, { limit: 120 })}`;
  const reason = position.reason === null ? '' : `: ${makeSafeText(position.reason, { limit: 500 })}`;
  return `${name} ${since}, ${deed}${reason}`;
}

function linesOfTrend({ trend, trendMetric }: ModelOverview): readonly Line[] {
  const newest = trend.at(-1);
  if (trendMetric === undefined || newest === undefined) return [];
  return [[toned('muted', `The trend is ${trendMetric}, ${formatMetric(newest)} in the newest version.`)]];
}
