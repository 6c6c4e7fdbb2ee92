import type { ReactElement } from 'react';
import type { Decision } from '../../../core/decision/decide.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, Lines, type Segment, toned } from '../../components/line.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { windowOfLines } from '../../components/scrolled-lines.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import { bodyRows, linesOfDecision } from './decision-lines.ts';
import type { Message, ShownState, State } from './update.ts';

/** Draws a decision: what was decided always on top, its reason, the score and the bar scrolling below. */
export function DecisionScreenView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading': {
      const [model, version] = [state.model, state.version].map(name => makeSafeText(name));
      return [[toned('muted', `Scoring ${model} ${version}`)]];
    }
    case 'failed':
      return linesOfProblem(state.error, context.size.columns);
    case 'shown': {
      const lines = linesOfDecision(state.view, context);
      const { seen, place } = windowOfLines(lines, state.scroll, bodyRows(context.size));
      return [lineOfHead(state, context.theme, place), ...seen];
    }
    default:
      return state satisfies never;
  }
}

function lineOfHead({ view }: ShownState, theme: Theme, place: string): Line {
  const { decision, loaded, version, alias } = view;
  return [
    headingOf(decision, theme),
    { text: `  ${loaded.status.index.model} ${version} for ${alias}`, bold: true },
    toned('muted', place === '' ? '' : `  ${place}`),
  ];
}

function headingOf({ outcome, verdict }: Decision, { symbols }: Theme): Segment {
  switch (outcome) {
    case 'deploy':
      return { text: `${symbols.good} DEPLOY`, tone: 'good', bold: true };
    case 'skip':
      return { text: `${symbols.bad} SKIP`, tone: verdict === 'FAIL' ? 'bad' : 'warning', bold: true };
    case 'unknown':
      return { text: `${symbols.unknown} UNKNOWN, NOT DEPLOYED`, tone: 'warning', bold: true };
    default:
      return outcome satisfies never;
  }
}
