import { reachesAll } from '../../../core/gate/metric-thresholds.ts';
import { findModelDescription } from '../../../core/registry/model-description.ts';
import type { ModelOverview } from '../../../core/session/load-overview.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { fitLines } from '../../components/fit-lines.ts';
import { type Line, toned } from '../../components/line.tsx';
import { formatAge, formatMinute } from '../../format/age.ts';
import { formatDemands } from '../../format/demand.ts';
import { describeStanding, toneOfStanding } from '../../format/gate.ts';
import { formatMetric } from '../../format/number.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';
import { judgeLive } from './live-gates.ts';
import { linesOfMirror } from './mirror-marks.ts';
import { explainConcern, type LiveAlias, liveAliases } from './model-state.ts';

/** What is to be known about a model in at most `rows` lines: what is wrong and what to do, what is live and why, the trend, what it is. Pure. */
export function linesAboutModel(model: ModelOverview, rows: number, context: Context): readonly Line[] {
  const lines = [
    ...linesOfConcerns(model, context),
    ...linesOfMirror(model, context),
    ...linesOfArriving(model, context),
    ...linesOfLive(model, context),
    ...linesOfGates(model, context),
    ...linesOfTrend(model, context),
    ...linesOfDescription(model, context),
  ];
  return fitLines(lines, rows);
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

/** How far the records of the model have come from the bucket; nothing to say once all are here. */
function linesOfArriving({ status: { index } }: ModelOverview, { size }: Context): readonly Line[] {
  const toCome = index.versions.filter(({ arriving }) => arriving !== undefined).length;
  if (toCome === 0) return [];
  const all = index.versions.length;
  const text = `Arriving from the bucket: ${toCome} of ${all} records are still to come.`;
  return wrapText(text, size.columns).map((line): Line => [toned('muted', line)]);
}

function linesOfLive({ status }: ModelOverview, { now, size }: Context): readonly Line[] {
  const live = liveAliases(status);
  if (live.length === 0 && status.index.isArriving)
    return [[toned('muted', 'What is live is not known yet: the list is still being read.')]];
  if (live.length === 0) return [[toned('muted', 'Nothing is live. Press P to promote a version.')]];
  return live.flatMap(each =>
    wrapText(describeLive(each, now), size.columns).map((text): Line => [toned('muted', text)]),
  );
}

/** Where what is live stands with its gates; nothing to say where none is bound and none was overridden. */
function linesOfGates(model: ModelOverview, { now, size }: Context): readonly Line[] {
  return judgeLive(model, now).flatMap(({ alias, version, standing, position }) => {
    if (standing.at === 'none' && !position.gate.overridden) return [];
    const overridden = position.gate.overridden ? ', made live by overriding the gate' : '';
    const text = `Gate of ${alias}: ${version} ${makeSafeText(describeStanding(standing, now))}${overridden}.`;
    const tone = overridden === '' ? toneOfStanding(standing) : 'warning';
    return wrapText(text, size.columns).map((line): Line => [toned(tone === 'good' ? 'muted' : tone, line)]);
  });
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

function linesOfTrend(
  { trend, trendMetric, trendThresholds }: ModelOverview,
  { theme }: Context,
): readonly Line[] {
  const newest = trend.at(-1);
  if (trendMetric === undefined || newest === undefined) return [];
  const said = `The trend is ${trendMetric}, ${formatMetric(newest)} in the newest version`;
  if (reachesAll(newest, trendThresholds)) return [[toned('muted', `${said}.`)]];
  return [[toned('warning', `${said}; the gate wants ${formatDemands(trendThresholds, theme.symbols)}.`)]];
}

/** What the model is and whose; nothing where nobody said it. */
function linesOfDescription({ status }: ModelOverview, { size }: Context): readonly Line[] {
  const { description, owner } = findModelDescription(status);
  const said = [
    ...(owner ? [`Owner: ${makeSafeText(owner, { limit: 120 })}.`] : []),
    ...(description ? [makeSafeText(description, { limit: 500 })] : []),
  ];
  return wrapText(said.join(' '), size.columns)
    .filter(text => text !== '')
    .map((text): Line => [toned('muted', text)]);
}
