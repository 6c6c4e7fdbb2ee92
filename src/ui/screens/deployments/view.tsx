import type { ReactElement } from 'react';
import type { Deployment } from '../../../core/deployment/deployment.ts';
import { formatResume } from '../../../core/deployment/deployment-command.ts';
import { addWords } from '../../../core/plan/extend-command.ts';
import type { KeptDeployment } from '../../../core/ports/deployment-journal.ts';
import { findNextLink } from '../../../core/session/load-deployments.ts';
import { linesOfConsent } from '../../act/consent-lines.ts';
import { linesOfLinks, segmentOfLink } from '../../act/link-lines.ts';
import { type Column, fitColumns, lineOfHeadings, lineOfRow } from '../../components/columns.ts';
import { fitLines } from '../../components/fit-lines.ts';
import { type Line, Lines, type Segment, toned } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { lineOfRule } from '../../components/rule-line.ts';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import { formatAge } from '../../format/age.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { layoutOf } from './layout.ts';
import {
  type Message,
  reasonNotToGiveUp,
  type ShownState,
  type State,
  selectedDeployment,
} from './update.ts';

/** Draws the unfinished deployments, and below them every link of the selected one. */
export function DeploymentsView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading':
      return [[toned('muted', 'Reading the deployments of this machine')]];
    case 'failed':
      return linesOfProblem(state.error, context.size.columns);
    case 'shown':
      return state.loaded.deployments.length === 0
        ? linesOfNone(state, context)
        : linesOfShown(state, context);
    default:
      return state satisfies never;
  }
}

function linesOfNone(state: ShownState, { size }: Context): readonly Line[] {
  const how = 'What is cut off, or stops half-way, shows up here. D on a version deploys it.';
  return [
    ...linesOfUnreadable(state),
    ...wrapSegment({ text: 'No deployment of this registry is unfinished on this machine.' }, size.columns),
    ...wrapSegment(toned('muted', how), size.columns),
  ];
}

function linesOfUnreadable({ loaded }: ShownState): readonly Line[] {
  return loaded.unreadable.map(({ deploymentId }) => [
    toned('bad', `${deploymentId} cannot be read; lastgood doctor says what to do.`),
  ]);
}

function linesOfShown(state: ShownState, context: Context): readonly Line[] {
  const { size, theme } = context;
  const { loaded, list } = state;
  const { listRows, panelRows } = layoutOf(state, context);
  const fitted = fitColumns(columnsFor(context), size.columns - markerWidth);
  const rows = linesOfList(list, listRows, theme, row => {
    const kept = loaded.deployments[row];
    return kept === undefined ? [] : lineOfRow(fitted, kept, theme);
  });
  const selected = selectedDeployment(state);
  return [
    ...linesOfUnreadable(state),
    [{ text: ' '.repeat(markerWidth) }, ...lineOfHeadings(fitted, theme)],
    ...rows,
    ...(selected === undefined
      ? []
      : [
          lineOfRule(nameOf(selected.deployment), size.columns, theme),
          ...linesOfPanel(state, selected, panelRows, context),
        ]),
  ];
}

function nameOf({ model, version, alias }: Deployment): string {
  return `${version === null ? model : `${model} ${version}`} to ${alias}`;
}

function columnsFor({ now, theme }: Context): readonly Column<KeptDeployment>[] {
  return [
    { heading: 'STATE', cell: kept => stateOf(kept, theme), minimum: 9, wanted: 9, priority: 1 },
    {
      heading: 'AT',
      cell: ({ deployment }) => ({ text: findNextLink(deployment)?.kind ?? 'its end' }),
      minimum: 8,
      wanted: 8,
      priority: 2,
    },
    {
      heading: 'BEGAN',
      cell: ({ deployment }) => ({ text: formatAge(deployment.startedAt, now) }),
      align: 'right',
      minimum: 5,
      wanted: 5,
      priority: 3,
    },
    {
      heading: 'DEPLOYMENT',
      cell: ({ deployment }) => ({ text: nameOf(deployment) }),
      minimum: 16,
      wanted: 60,
      priority: 1,
    },
    {
      heading: 'BY',
      cell: ({ deployment }) => toned('muted', deployment.actor),
      minimum: 8,
      wanted: 24,
      priority: 4,
    },
  ];
}

/** One that nobody works on stands as the link that it goes on with does. */
function stateOf({ at, deployment }: KeptDeployment, theme: Context['theme']): Segment {
  if (at === 'running') return toned('accent', 'runs');
  const next = findNextLink(deployment);
  if (next?.state !== 'failed') return toned('warning', '! cut off');
  const { text, tone } = segmentOfLink(next, 'left', theme);
  return toned(tone ?? 'plain', text.trimEnd());
}

function linesOfPanel(
  state: ShownState,
  { deployment, at }: KeptDeployment,
  rows: number,
  context: Context,
): readonly Line[] {
  const { size, registryWords } = context;
  if (state.givingUp.at === 'asked') return linesOfGivingUp(state, size.columns).slice(0, rows);
  const problem = findNextLink(deployment)?.problem;
  const wrap = (segment: Segment): readonly Line[] => wrapSegment(segment, size.columns);
  return fitLines(
    [
      ...linesOfLinks(deployment.links, at === 'running' ? 'worked-on' : 'left', context),
      ...(problem == null ? [] : [...wrap(toned('bad', problem.message)), ...wrap({ text: problem.hint })]),
      ...(at === 'running'
        ? []
        : wrap({ text: `To go on: ${addWords(formatResume(deployment.deploymentId), registryWords)}` })),
      ...wrap(toned('muted', `Begun with: ${deployment.command}`)),
    ],
    rows,
  );
}

function linesOfGivingUp(state: ShownState, width: number): readonly Line[] {
  if (state.givingUp.at !== 'asked') return [];
  const { deployment } = state.givingUp.kept;
  const said =
    'What is done of it stays as it is; nothing further is done. It cannot be carried on afterwards.';
  return [
    ...wrapSegment({ text: `Give up the deployment of ${nameOf(deployment)}?`, bold: true }, width),
    ...wrapSegment({ text: said }, width),
    ...linesOfConsent(state.givingUp.consent, reasonNotToGiveUp(state), 'Give up', width),
  ];
}
