import { judgeGate } from '../../../core/gate/gate-standing.ts';
import { wordOfWholeness } from '../../../core/registry/wholeness-words.ts';
import type { LoadedVersions } from '../../../core/session/load-model.ts';
import type { Column } from '../../components/columns.ts';
import { type Segment, toned } from '../../components/line.tsx';
import { formatAge } from '../../format/age.ts';
import { displayWidth } from '../../format/display-width.ts';
import { segmentOfStanding } from '../../format/gate.ts';
import { formatMetric } from '../../format/number.ts';
import type { ShownState } from './update.ts';
import { formatAliases, type VersionRow } from './version-table.ts';

/** Cells for the sign of a mark in front of a version. */
const markCells = 1;

/** The columns of the list of versions. Where room is short the parent goes first, then the metrics from the last. */
export function versionColumns(
  { table, loaded, marks }: Pick<ShownState, 'table' | 'loaded' | 'marks'>,
  now: string,
): readonly Column<VersionRow>[] {
  return [
    {
      heading: ' VERSION',
      cell: ({ version }) => ({ text: `${marks.includes(version.version) ? '*' : ' '}${version.version}` }),
      minimum: 10,
      wanted: table.versionWidth + markCells,
      priority: 1,
    },
    { heading: 'STATE', cell: stateOf, minimum: 10, wanted: 10, priority: 1 },
    {
      heading: 'ALIASES',
      cell: ({ aliases }) => toned('good', formatAliases(aliases)),
      minimum: 8,
      wanted: table.aliasesWidth,
      priority: 1,
    },
    ...(table.anyHold
      ? [
          {
            heading: 'HOLD',
            cell: ({ hold }: VersionRow) => toned('warning', hold ? 'HELD' : ''),
            minimum: 4,
            wanted: 4,
            priority: 1,
          },
        ]
      : []),
    {
      heading: 'AGE',
      cell: row => ageOf(row, now),
      align: 'right',
      minimum: 5,
      wanted: 5,
      priority: 2,
    },
    ...(table.gateAlias === undefined ? [] : [gateColumn(loaded, table.gateAlias, now)]),
    ...table.metrics.map(metricColumn),
    ...(table.anyParent ? [parentColumn] : []),
  ];
}

function gateColumn({ status, policies }: LoadedVersions, alias: string, now: string): Column<VersionRow> {
  const policy = policies.get(alias);
  return {
    heading: alias === status.usualAlias ? 'GATE' : `GATE ${alias}`,
    cell: ({ version: { version } }) =>
      segmentOfStanding(judgeGate({ history: status.effective, version, alias, policy, now })),
    minimum: 10,
    wanted: 12,
    priority: 2,
  };
}

const parentColumn: Column<VersionRow> = {
  heading: 'PARENT',
  cell: ({ version }) => toned('muted', (version.whole === 'complete' ? version.record.parent : '') ?? ''),
  minimum: 6,
  wanted: 12,
  priority: 6,
};

function metricColumn(name: string, place: number): Column<VersionRow> {
  return {
    heading: name,
    cell: ({ version }) => {
      const value = version.whole === 'complete' ? version.record.metrics[name] : undefined;
      return { text: formatMetric(value) };
    },
    align: 'right',
    minimum: 7,
    wanted: Math.max(7, displayWidth(name)),
    priority: 3 + place,
  };
}

function stateOf({ version, state }: VersionRow): Segment {
  const word = wordOfWholeness(version);
  if (word === 'arriving') return toned('muted', word);
  if (word !== 'complete') return toned('bad', word.toUpperCase());
  if (state === 'deployed') return toned('good', state);
  return toned(state === 'archived' || state === 'deprecated' ? 'muted' : 'plain', state);
}

/** Of one that is on its way, since it was written in the bucket. */
function ageOf({ version }: VersionRow, now: string): Segment {
  if (version.whole === 'incomplete' && version.arriving !== undefined)
    return toned('muted', formatAge(version.arriving.writtenAt, now));
  const createdAt = version.whole === 'complete' ? version.record.createdAt : undefined;
  return { text: createdAt === undefined ? '-' : formatAge(createdAt, now) };
}
