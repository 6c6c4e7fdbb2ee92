import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Version } from '../../../core/registry/version.ts';
import { ActView } from '../../act/act-view.tsx';
import { linesOfDifference } from '../../act/difference-lines.ts';
import { Choice } from '../../components/choice.tsx';
import { type Column, fitColumns, lineOfHeadings, lineOfRow } from '../../components/columns.ts';
import { type Line, Lines, type Segment, toned } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import { formatAge } from '../../format/age.ts';
import { formatMetric } from '../../format/number.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import { type Message, type State, versionRows } from './update.ts';

/** Draws the wizard: which version, under which alias, why, what will happen, what happened. */
export function PromoteView({ state, context, send }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  switch (state.at) {
    case 'acting':
      return (
        <ActView
          act={state.act}
          above={linesAbove(state, theme)}
          below={linesOfDifference(
            findVersion(state, liveOf(state)),
            findVersion(state, state.version),
            theme,
          )}
          size={size}
          theme={theme}
        />
      );
    case 'alias':
      return (
        <Box flexDirection="column">
          <Lines
            lines={[[{ text: `Promote ${state.version}. Under which alias?`, bold: true }]]}
            width={size.columns}
            theme={theme}
          />
          <Choice
            items={state.aliases.map(alias => ({ value: alias, label: describeAlias(state, alias) }))}
            width={size.columns}
            theme={theme}
            focused
            onChosen={alias => send({ type: 'alias-chosen', alias })}
          />
        </Box>
      );
    case 'loading':
      return (
        <Lines
          lines={[[toned('muted', `Reading the versions of ${state.model}`)]]}
          width={size.columns}
          theme={theme}
        />
      );
    case 'failed':
      return (
        <Lines
          lines={[[toned('bad', state.error.message)], [toned('muted', state.error.hint)]]}
          width={size.columns}
          theme={theme}
        />
      );
    case 'version':
      return (
        <Lines lines={linesOfVersions(state, context)} width={size.columns} theme={theme} rows={size.rows} />
      );
    default:
      return state satisfies never;
  }
}

function describeAlias(state: Extract<State, { readonly at: 'alias' }>, alias: string): string {
  const live = state.loaded.status.effective.aliases.get(alias)?.version;
  return `${alias} (now ${live ?? 'nothing'})`;
}

function linesOfVersions(
  state: Extract<State, { readonly at: 'version' }>,
  context: Context,
): readonly Line[] {
  const { theme, size } = context;
  const fitted = fitColumns(columnsFor(state, context), size.columns - markerWidth);
  const rows =
    state.versions.length === 0
      ? [[toned('warning', '  There is no version to promote. Register one first.')]]
      : linesOfList(state.list, versionRows(context), theme, row => {
          const version = state.versions[row];
          return version ? lineOfRow(fitted, version, theme) : [];
        });
  return [
    [{ text: `Promote which version of ${state.model}?`, bold: true }],
    [toned('muted', 'Gate: NONE, no policy is bound. It is recorded like that.')],
    [{ text: '  ' }, ...lineOfHeadings(fitted, theme)],
    ...rows,
  ];
}

function columnsFor(
  state: Extract<State, { readonly at: 'version' }>,
  context: Context,
): readonly Column<Version>[] {
  const { effective } = state.loaded.status;
  const liveUnder = (version: Version): string =>
    [...effective.aliases]
      .flatMap(([alias, at]) => (at.version === version.version ? [alias] : []))
      .join(' ');
  return [
    {
      heading: 'VERSION',
      minimum: 8,
      wanted: 12,
      priority: 1,
      cell: version => ({ text: version.version, bold: true }),
    },
    {
      heading: 'STATE',
      minimum: 10,
      wanted: 26,
      priority: 2,
      cell: version => describeState(state, version),
    },
    {
      heading: 'LIVE',
      minimum: 6,
      wanted: 16,
      priority: 3,
      cell: version => toned('accent', liveUnder(version)),
    },
    {
      heading: 'CREATED',
      minimum: 7,
      wanted: 8,
      priority: 4,
      cell: version => ({ text: ageOf(version, context.now) }),
    },
    {
      heading: 'METRICS',
      minimum: 16,
      wanted: 60,
      priority: 5,
      cell: version => toned('muted', describeMetrics(version)),
    },
  ];
}

function describeState(state: Extract<State, { readonly at: 'version' }>, version: Version): Segment {
  const { effective } = state.loaded.status;
  if (version.whole === 'damaged') return toned('bad', 'DAMAGED');
  if (version.whole === 'incomplete') return toned('bad', 'INCOMPLETE');
  const hold = effective.versionHolds.get(version.version);
  if (hold) return toned('bad', `HELD by ${hold.actor}`);
  return { text: effective.states.get(version.version) ?? 'complete' };
}

function ageOf(version: Version, now: string): string {
  return version.whole === 'complete' && version.record.createdAt !== undefined
    ? formatAge(version.record.createdAt, now)
    : '-';
}

function describeMetrics(version: Version): string {
  if (version.whole !== 'complete') return '';
  const metrics = Object.entries(version.record.metrics).slice(0, 4);
  return metrics.map(([name, value]) => `${name} ${formatMetric(value)}`).join('  ');
}

type Acting = Extract<State, { readonly at: 'acting' }>;

function liveOf(state: Acting): string | undefined {
  return state.loaded.status.effective.aliases.get(state.alias)?.version ?? undefined;
}

function findVersion(state: Acting, name: string | undefined): Version | undefined {
  return state.loaded.versions.find(version => version.version === name);
}

function linesAbove(state: Acting, theme: Theme): readonly Line[] {
  if (state.act.at === 'finished') return [];
  const live = liveOf(state) ?? 'nothing';
  const words = {
    verified: toned('good', `${theme.symbols.good} Files: verified.`),
    contradicted: toned('bad', `${theme.symbols.bad} Files: a digest differs or a file is missing.`),
    'nothing-recorded': toned('warning', 'Files: no digest was recorded.'),
    unverified: toned('warning', 'Files: not on this machine; recorded as unverified.'),
    'not-checked': toned('muted', 'Files: being checked; you need not wait.'),
  };
  return [
    [{ text: `${state.model} ${state.alias}: ${live} ${theme.symbols.arrow} ${state.version}`, bold: true }],
    [words[state.digest]],
    [],
  ];
}
