import { reachesAll } from '../../../core/gate/metric-thresholds.ts';
import type { MirrorCondition } from '../../../core/ports/mirror.ts';
import type { ModelOverview } from '../../../core/session/load-overview.ts';
import { findMirror } from '../../../core/session/source-facts.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Column, widestOf } from '../../components/columns.ts';
import { type Segment, toned } from '../../components/line.tsx';
import { drawSparkline } from '../../components/sparkline.ts';
import { formatAge } from '../../format/age.ts';
import type { Context } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import { segmentOfGates } from './live-gates.ts';
import { segmentOfMirror } from './mirror-marks.ts';
import { type LiveAlias, liveAliases, wordOfModel } from './model-state.ts';

/** Versions a trend has room for. */
const trendWidth = 12;

/** The columns of the list of models. Where room is short the number of versions goes first, then the trend; the model, its state and what is live stay. */
export function modelColumns(
  models: readonly ModelOverview[],
  { now, theme, source }: Context,
): readonly Column<ModelOverview>[] {
  const mirror = findMirror(source);
  const nameWidth = widestOf(
    models.map(model => model.status.index.model),
    'MODEL',
    40,
  );
  const counts = models.map(({ status }) => `${status.index.versions.length}`);
  const countWidth = widestOf(counts, 'VERS', 9);
  const gates = models.map(model => segmentOfGates(model, now).text);
  const gateWidth = widestOf(gates, 'GATE', 15);
  return [
    {
      heading: 'MODEL',
      cell: ({ status }) => ({ text: status.index.model }),
      minimum: Math.min(15, nameWidth),
      wanted: nameWidth,
      priority: 1,
    },
    { heading: 'STATE', cell: ({ status }) => wordOfModel(status), minimum: 10, wanted: 10, priority: 1 },
    {
      heading: 'LIVE',
      cell: model => ({ text: describeLive(model) }),
      minimum: widestOf(models.map(describeLive), 'LIVE', 14),
      wanted: widestOf(models.map(describeLive), 'LIVE', 24),
      priority: 1,
    },
    {
      heading: 'SINCE',
      cell: model => {
        const live = recordedLive(model);
        return live ? { text: formatAge(live.position.since, now) } : toned('muted', '-');
      },
      align: 'right',
      minimum: 5,
      wanted: 5,
      priority: 2,
    },
    {
      heading: 'BY',
      cell: model => toned('muted', describeActor(model)),
      minimum: 8,
      wanted: widestOf(models.map(describeActor), 'BY', 24),
      priority: 3,
    },
    {
      heading: 'VERS',
      cell: ({ status }) => ({ text: `${status.index.versions.length}` }),
      align: 'right',
      minimum: countWidth,
      wanted: countWidth,
      priority: 5,
    },
    {
      heading: 'TREND',
      cell: (model, width) => drawModelTrend(model, width, theme),
      minimum: 8,
      wanted: trendWidth,
      priority: 4,
    },
    {
      heading: 'GATE',
      cell: model => segmentOfGates(model, now),
      minimum: gateWidth,
      wanted: gateWidth,
      priority: 2,
    },
    ...(mirror === undefined ? [] : [mirrorColumn(models, mirror)]),
  ];
}

/** What is ahead or behind in the bucket. */
function mirrorColumn(models: readonly ModelOverview[], mirror: MirrorCondition): Column<ModelOverview> {
  const cell = ({ status }: ModelOverview): Segment => segmentOfMirror(mirror, status.index.model);
  const width = widestOf(
    models.map(model => cell(model).text),
    'MIRROR',
    10,
  );
  return { heading: 'MIRROR', cell, minimum: width, wanted: width, priority: 3 };
}

/** As many of the newest values as there is room for, those that the gate would not let pass with a sign behind them. */
function drawModelTrend(
  { trend, trendThresholds }: ModelOverview,
  width: number,
  { symbols }: Theme,
): Segment {
  const fails = (value: number): boolean => !reachesAll(value, trendThresholds);
  const newest = trend.at(-1);
  const tone = newest !== undefined && fails(newest) ? 'bad' : 'accent';
  return toned(tone, drawSparkline(trend, width, symbols, fails));
}

function describeLive({ status }: ModelOverview): string {
  const [first, ...others] = liveAliases(status);
  if (first === undefined) return '-';
  return `${first.alias} ${first.version}${others.length === 0 ? '' : ` +${others.length}`}`;
}

/** What is live first, if its move is on record: of what was found in place nobody knows since when and by whom. */
function recordedLive({ status }: ModelOverview): LiveAlias | undefined {
  const [first] = liveAliases(status);
  return first?.position.action === 'adopt' ? undefined : first;
}

function describeActor(model: ModelOverview): string {
  return makeSafeText(recordedLive(model)?.position.actor ?? '-', { limit: 80 });
}
