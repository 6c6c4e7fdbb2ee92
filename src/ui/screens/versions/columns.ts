import type { Column } from '../../components/columns.ts';
import { type Segment, toned } from '../../components/line.tsx';
import { formatAge } from '../../format/age.ts';
import { displayWidth } from '../../format/display-width.ts';
import { formatMetric } from '../../format/number.ts';
import type { VersionRow, VersionTable } from './version-table.ts';
import { formatAliases } from './version-table.ts';

/** Cells for the sign of a mark in front of a version. */
const markCells = 1;

/** The columns of the list of versions. Where room is short the parent goes first, then the metrics from the last. */
export function versionColumns(
  table: VersionTable,
  marks: readonly string[],
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
      cell: row => ({ text: describeAge(row, now) }),
      align: 'right',
      minimum: 5,
      wanted: 5,
      priority: 2,
    },
    ...table.metrics.map(metricColumn),
    ...(table.anyParent ? [parentColumn] : []),
  ];
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
  if (version.whole !== 'complete') return toned('bad', version.whole.toUpperCase());
  if (state === 'deployed') return toned('good', state);
  return toned(state === 'archived' || state === 'deprecated' ? 'muted' : 'plain', state);
}

function describeAge({ version }: VersionRow, now: string): string {
  const createdAt = version.whole === 'complete' ? version.record.createdAt : undefined;
  return createdAt === undefined ? '-' : formatAge(createdAt, now);
}
