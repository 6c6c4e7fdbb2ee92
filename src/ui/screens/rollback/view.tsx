import type { ReactElement } from 'react';
import { metricGateOf } from '../../../core/gate/metric-thresholds.ts';
import type { RollbackCandidate } from '../../../core/rollback/rank-targets.ts';
import { ActView } from '../../act/act-view.tsx';
import { linesOfDifference, linesOfMetrics } from '../../act/difference-lines.ts';
import { type Column, fitColumns, lineOfHeadings, lineOfRow, widestOf } from '../../components/columns.ts';
import { type Line, Lines, type Segment, toned } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import { formatAge, formatMinute } from '../../format/age.ts';
import { formatSpan } from '../../format/duration.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import { describeToCome } from './to-come.ts';
import { type Message, type Preflight, type State, selectedTarget, targetRows } from './update.ts';

/** Draws the wizard: where to go back to, why, what will happen, what happened. */
export function RollbackView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  if (state.at === 'acting') {
    const versionOf = (name: string | undefined) =>
      state.choices.loaded.versions.find(version => version.version === name);
    const { alias, live, loaded } = state.choices;
    const gate = metricGateOf(alias, loaded.policies.get(alias));
    const below = linesOfDifference(versionOf(live), versionOf(state.target.version), theme, gate);
    return (
      <ActView act={state.act} above={linesAbove(state, context)} below={below} size={size} theme={theme} />
    );
  }
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: Exclude<State, { readonly at: 'acting' }>, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading':
      return [[toned('muted', `Reading the versions of ${state.model}`)]];
    case 'failed':
      return [[toned('bad', state.error.message)], [toned('muted', state.error.hint)]];
    case 'target':
      return linesOfTargets(state, context);
    default:
      return state satisfies never;
  }
}

function linesOfTargets(state: Extract<State, { readonly at: 'target' }>, context: Context): readonly Line[] {
  const { theme, size } = context;
  const { choices } = state;
  const fitted = fitColumns(columnsFor(choices.candidates, context), size.columns - markerWidth);
  const height = targetRows(context);
  const rows =
    choices.candidates.length === 0
      ? [[toned('warning', '  There is no other version to go back to.')]]
      : linesOfList(state.list, height, theme, row => {
          const candidate = choices.candidates[row];
          return candidate ? lineOfRow(fitted, candidate, theme) : [];
        });
  const padding = Array.from({ length: Math.max(0, height - rows.length) }, (): Line => []);
  return [
    lineOfLive(state, context),
    lineOfAdvice(state),
    [{ text: '  ' }, ...lineOfHeadings(fitted, theme)],
    ...rows,
    ...padding,
    ...linesOfCost(selectedTarget(state), choices.live, theme),
  ];
}

function lineOfLive(state: Extract<State, { readonly at: 'target' }>, context: Context): Line {
  const { choices } = state;
  const position = choices.loaded.status.effective.aliases.get(choices.alias);
  if (choices.toCome?.at === 'list') return [toned('muted', describeToCome(choices.toCome))];
  if (choices.live === undefined || position === undefined) {
    return [
      { text: `Nothing is live under ${choices.alias}: there is nothing to roll back.`, tone: 'warning' },
    ];
  }
  const since =
    position.action === 'adopt'
      ? 'by whom and since when is not on record'
      : `since ${formatMinute(position.since)}, ${formatAge(position.since, context.now)}, by ${position.actor}`;
  return [
    { text: `Live: ${choices.live}`, bold: true },
    { text: ` under ${choices.alias}` },
    toned('muted', `  ${since}`),
  ];
}

function lineOfAdvice({ choices }: Extract<State, { readonly at: 'target' }>): Line {
  if (choices.toCome?.at === 'list') return [];
  if (choices.toCome) return [toned('warning', describeToCome(choices.toCome))];
  if (choices.lastGood) {
    return [
      toned('good', `Last good: ${choices.lastGood.version}`),
      { text: ', proven live and not rolled back.' },
    ];
  }
  const previous = choices.previous
    ? ` The version before is ${choices.previous.version}, by ${choices.previous.because === 'history' ? 'history' : 'number'}.`
    : '';
  return [{ text: `Nothing is proven good: choose by hand.${previous}`, tone: 'warning' }];
}

const standingWords: Readonly<Record<RollbackCandidate['standing'], Segment>> = {
  proven: { text: 'proven good', tone: 'good' },
  unproven: { text: 'never live', tone: 'plain' },
  'taken-back': { text: 'rolled back', tone: 'warning' },
  unusable: { text: 'cannot be used', tone: 'bad' },
};

/** Candidates that decide how wide what they cost is written. */
const sampledCandidates = 50;

function columnsFor(
  candidates: readonly RollbackCandidate[],
  context: Context,
): readonly Column<RollbackCandidate>[] {
  const costs = candidates.slice(0, sampledCandidates).map(candidate => summariseCost(candidate).text);
  const costWidth = Math.max(18, widestOf(costs, 'METRICS THEN', 28));
  return [
    {
      heading: 'VERSION',
      minimum: 7,
      wanted: 12,
      priority: 1,
      cell: candidate => ({ text: candidate.version }),
    },
    { heading: 'STANDING', minimum: 13, wanted: 40, priority: 2, cell: describeStanding },
    { heading: 'METRICS THEN', minimum: costWidth, wanted: costWidth, priority: 3, cell: summariseCost },
    {
      heading: 'WAS LIVE',
      minimum: 8,
      wanted: 8,
      priority: 4,
      cell: candidate => ({ text: candidate.liveForMs === 0 ? '-' : formatSpan(candidate.liveForMs) }),
    },
    {
      heading: 'ENDED',
      minimum: 5,
      wanted: 6,
      priority: 5,
      cell: candidate => ({
        text: candidate.lastLiveAt === undefined ? '-' : formatAge(candidate.lastLiveAt, context.now),
      }),
    },
    {
      heading: 'GATE',
      minimum: 4,
      wanted: 5,
      priority: 6,
      cell: candidate => toned('muted', candidate.gateThen?.verdict ?? '-'),
    },
    {
      heading: 'RELATION',
      minimum: 9,
      wanted: 9,
      priority: 7,
      cell: candidate => toned('muted', candidate.relation),
    },
  ];
}

function describeStanding(candidate: RollbackCandidate): Segment {
  return candidate.refusal === undefined ? wordOfStanding(candidate) : toned('bad', candidate.refusal);
}

function wordOfStanding({ standing, saidLiveAt }: RollbackCandidate): Segment {
  return standing === 'unproven' && saidLiveAt !== undefined
    ? { text: 'live by file', tone: 'plain' }
    : standingWords[standing];
}

function summariseCost(candidate: RollbackCandidate): Segment {
  const count = (verdict: string): number =>
    candidate.changes.filter(change => change.verdict === verdict).length;
  const [better, worse] = [count('better'), count('worse')];
  const failing = candidate.changes.filter(change => change.crosses === 'now fails').length;
  if (candidate.changes.length === 0) return toned('muted', 'none');
  if (better === 0 && worse === 0) return toned('muted', 'same');
  const text = `${better} better, ${worse} worse`;
  if (failing > 0) return toned('bad', `${text}, ${failing} ${failing === 1 ? 'fails' : 'fail'}`);
  return { text, tone: worse > better ? 'warning' : 'plain' };
}

/** What going there changes in the metrics, worst first, in the few lines there are. */
function linesOfCost(
  candidate: RollbackCandidate | undefined,
  live: string | undefined,
  theme: Theme,
): readonly Line[] {
  if (candidate === undefined) return [];
  const { changes } = candidate;
  const lines = linesOfMetrics(changes, theme).slice(0, 4);
  const rest = changes.length - lines.length;
  return [
    [],
    [
      { text: `${live ?? 'nothing'} ${theme.symbols.arrow} ${candidate.version}`, bold: true },
      toned('muted', rest > 0 ? `  and ${rest} more metrics` : ''),
    ],
    ...lines,
  ];
}

function linesAbove(state: Extract<State, { readonly at: 'acting' }>, context: Context): readonly Line[] {
  const { theme } = context;
  const { target, choices } = state;
  if (state.act.at === 'finished') return [];
  return [
    [
      {
        text: `${state.model} ${choices.alias}: ${choices.live ?? 'nothing'} ${theme.symbols.arrow} ${target.version}`,
        bold: true,
      },
      { text: '  ' },
      wordOfStanding(target),
    ],
    lineOfPreflight(state.preflight, theme),
    ...linesOfLastGood(state),
    [],
  ];
}

/** Which version is the last good one, where another is the target. */
function linesOfLastGood({ choices, target }: Extract<State, { readonly at: 'acting' }>): readonly Line[] {
  const { toCome, lastGood } = choices;
  const version = toCome?.at === 'record' ? toCome.version : lastGood?.version;
  if (version === undefined || version === target.version) return [];
  const text = toCome ? describeToCome(toCome) : `The last good version is ${version}, not this one.`;
  return [[toned('warning', text)]];
}

function lineOfPreflight(preflight: Preflight, theme: Theme): Line {
  const { symbols } = theme;
  switch (preflight.at) {
    case 'checking': {
      const { work } = preflight;
      const share = work && work.total > 0 ? ` ${Math.floor((work.done / work.total) * 100)}%` : '';
      return [toned('muted', `Files: being checked${share}; you need not wait.`)];
    }
    case 'failed':
      return [toned('warning', `Files: not checked: ${preflight.error.message}`)];
    case 'checked':
      return [digestWords(preflight.digest, symbols)];
    default:
      return preflight satisfies never;
  }
}

function digestWords(digest: RollbackCandidate['digest'], symbols: Theme['symbols']): Segment {
  switch (digest) {
    case 'verified':
      return toned('good', `${symbols.good} Files: verified, every recorded digest is right.`);
    case 'contradicted':
      return toned(
        'bad',
        `${symbols.bad} Files: a digest differs or a file is missing. This version cannot be used.`,
      );
    case 'absent':
      return toned('warning', 'Files: nothing is listed where they should be; loading it will fail.');
    case 'nothing-recorded':
      return toned('warning', 'Files: no digest was recorded; nothing to check against.');
    case 'unverified':
    case 'not-checked':
      return toned('warning', 'Files: not on this machine; recorded as unverified.');
    default:
      return digest satisfies never;
  }
}
