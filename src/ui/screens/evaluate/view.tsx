import type { ReactElement } from 'react';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { ActView } from '../../act/act-view.tsx';
import { linesOfRules, linesOfVerdict } from '../../act/gate-lines.ts';
import { lineOfField } from '../../components/field-line.ts';
import { type Line, Lines, toned } from '../../components/line.tsx';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { type Message, resultsOf, type State } from './update.ts';

/** Draws the wizard of a verdict: where the results are, the verdict and what will be recorded, the receipt. */
export function EvaluateView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  if (state.at === 'folder') {
    return (
      <Lines lines={linesOfQuestion(state, context)} width={size.columns} theme={theme} rows={size.rows} />
    );
  }
  const { act, report } = state;
  return (
    <ActView
      act={act}
      above={linesAbove(state, context)}
      below={report === undefined ? [] : linesOfRules(report, theme)}
      size={size}
      theme={theme}
    />
  );
}

function headingOf({ model, version, alias }: State): Line {
  const [safeModel, safeVersion, safeAlias] = [model, version, alias].map(name =>
    makeSafeText(name, { limit: 128 }),
  );
  return [{ text: `Evaluate ${safeModel} ${safeVersion} for ${safeAlias}`, bold: true }];
}

function linesOfQuestion(state: State, { size }: Context): readonly Line[] {
  const note =
    'Leave it empty to judge the files registered with the version. The verdict goes on record; nothing moves.';
  return [
    headingOf(state),
    [],
    [{ text: 'Where are the results of the evaluation?', bold: true }],
    lineOfField('Folder: ', state.folder, size.columns),
    ...wrapSegment(toned('muted', note), size.columns),
  ];
}

function linesAbove(
  state: Extract<State, { readonly at: 'acting' }>,
  { size, theme }: Context,
): readonly Line[] {
  const { act, report } = state;
  const results = resultsOf(state);
  const from = results === undefined ? 'the files of the version' : makeSafeText(results, { limit: 300 });
  const heading: readonly Line[] = [headingOf(state), [toned('muted', `From ${from}.`)]];
  if (act.at === 'planning') return [...heading, []];
  if (report === undefined || act.at === 'failed') return heading;
  return [...(act.at === 'review' ? heading : []), ...linesOfVerdict(report, size.columns, theme), []];
}
