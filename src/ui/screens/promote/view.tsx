import { Box } from 'ink';
import type { ReactElement } from 'react';
import { metricGateOf } from '../../../core/gate/metric-thresholds.ts';
import type { Version } from '../../../core/registry/version.ts';
import { ActView } from '../../act/act-view.tsx';
import { linesOfDifference } from '../../act/difference-lines.ts';
import { Choice } from '../../components/choice.tsx';
import { lineOfField } from '../../components/field-line.ts';
import { type Line, Lines, toned } from '../../components/line.tsx';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { linesOfGate, linesOfGateRules } from './gate-lines.ts';
import type { Acting, AskingEvidence, Message, State } from './state.ts';
import { linesOfVersions } from './version-lines.ts';

/** Draws the wizard: which version, under which alias, why, what will happen, what happened. */
export function PromoteView({ state, context, send }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  switch (state.at) {
    case 'acting':
      return (
        <ActView
          act={state.act}
          above={linesAbove(state, context)}
          below={[
            ...linesOfGateRules(state, theme),
            ...linesOfDifference(
              findVersion(state, liveOf(state)),
              findVersion(state, state.version),
              theme,
              metricGateOf(state.alias, state.loaded.policies.get(state.alias)),
            ),
          ]}
          size={size}
          theme={theme}
        />
      );
    case 'evidence':
      return (
        <Lines lines={linesOfQuestion(state, context)} width={size.columns} theme={theme} rows={size.rows} />
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

function liveOf(state: Acting): string | undefined {
  return state.loaded.status.effective.aliases.get(state.alias)?.version ?? undefined;
}

function findVersion(state: Acting, name: string | undefined): Version | undefined {
  return state.loaded.versions.find(version => version.version === name);
}

function linesOfQuestion(state: AskingEvidence, { size }: Context): readonly Line[] {
  const note =
    'It is judged now, and its files are kept with the verdict. Leave it empty to go by the verdict on record.';
  return [
    [
      {
        text: `Promote ${state.model} ${state.version}. Where are the results of its evaluation?`,
        bold: true,
      },
    ],
    lineOfField('Folder: ', state.field, size.columns),
    ...wrapSegment(toned('muted', note), size.columns),
  ];
}

function linesAbove(state: Acting, context: Context): readonly Line[] {
  if (state.act.at === 'finished') return [];
  const { theme } = context;
  const live = liveOf(state) ?? 'nothing';
  const words = {
    verified: toned('good', `${theme.symbols.good} Files: verified.`),
    contradicted: toned('bad', `${theme.symbols.bad} Files: a digest differs or a file is missing.`),
    absent: toned('warning', 'Files: nothing is listed where they should be.'),
    'nothing-recorded': toned('warning', 'Files: no digest was recorded.'),
    unverified: toned('warning', 'Files: not on this machine; recorded as unverified.'),
    'not-checked': toned('muted', 'Files: being checked; you need not wait.'),
  };
  return [
    [{ text: `${state.model} ${state.alias}: ${live} ${theme.symbols.arrow} ${state.version}`, bold: true }],
    [words[state.digest]],
    ...linesOfGate(state, context),
    [],
  ];
}
