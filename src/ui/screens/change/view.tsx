import { Box } from 'ink';
import type { ReactElement } from 'react';
import { ActView } from '../../act/act-view.tsx';
import { Choice } from '../../components/choice.tsx';
import { type Line, Lines, toned } from '../../components/line.tsx';
import { wrapText } from '../../format/wrap-text.ts';
import type { ViewProps } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import { type DriftAnswer, describeWanted, type Message, reasonNotToGoOn, type State } from './update.ts';

/** Draws the wizard of a change: the question of a drift, or reason, review and receipt. */
export function ChangeView({ state, context, send }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  if (state.at === 'acting') {
    return <ActView act={state.act} above={linesAbove(state, theme)} size={size} theme={theme} />;
  }
  const lines: readonly Line[] = [
    [{ text: describeWanted(state.wanted), bold: true }],
    ...wrapText(questionOf(state), size.columns).map((text): Line => [toned('muted', text)]),
    [],
  ];
  return (
    <Box flexDirection="column">
      <Lines lines={lines} width={size.columns} theme={theme} />
      <Choice
        items={driftAnswers(state)}
        width={size.columns}
        theme={theme}
        focused
        onChosen={answer => send({ type: 'drift-answered', answer })}
      />
    </Box>
  );
}

function questionOf({ several }: Extract<State, { readonly at: 'drift' }>): string {
  const [first] = several;
  if (first === undefined) return 'Another program moved the pointer. What shall be true?';
  const { target, versions } = first;
  return `${target} says that ${versions.join(' and ')} are live at once. What shall be true? P promotes another.`;
}

/** The answers, with the versions they mean once those are known. What nobody has on record cannot be put back. */
function driftAnswers(
  state: Extract<State, { readonly at: 'drift' }>,
): readonly { readonly value: DriftAnswer; readonly label: string }[] {
  const describe = (side: 'from' | 'to'): string =>
    state.moves.map(move => ` ${move.alias} ${move[side] ?? 'nothing'}`).join(',');
  const keep = { value: 'adopt', label: `Keep what is there now, on record:${describe('to')}` } as const;
  if (state.several.some(({ recorded }) => recorded === undefined)) return [keep];
  return [{ value: 'revert', label: `Put back what the history says:${describe('from')}` }, keep];
}

/** What the change will do, and what stands in its way, over the question for the reason. */
function linesAbove(state: Extract<State, { readonly at: 'acting' }>, theme: Theme): readonly Line[] {
  if (state.act.at === 'finished') return [];
  const heading: Line = [{ text: state.preview?.title ?? describeWanted(state.wanted), bold: true }];
  const obstacle = state.act.at === 'reason' ? reasonNotToGoOn(state) : undefined;
  if (obstacle === undefined) return state.act.at === 'reason' ? [heading, []] : [];
  const hint = state.preview?.blockers.find(blocker => blocker.message === obstacle)?.hint ?? '';
  return [
    heading,
    [{ text: `${theme.symbols.bad} ${obstacle}`, tone: 'bad', bold: true }],
    ...(hint === '' ? [] : [[toned('muted', `  ${hint}`)]]),
    [],
  ];
}
