import { Box } from 'ink';
import type { ReactElement } from 'react';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { ActView } from '../../act/act-view.tsx';
import { Choice } from '../../components/choice.tsx';
import { type Line, Lines, toned } from '../../components/line.tsx';
import type { ViewProps } from '../../runtime/screen.ts';
import { type DriftAnswer, describeWanted, type Message, type State } from './update.ts';

const driftAnswers: readonly { readonly value: DriftAnswer; readonly label: string }[] = [
  { value: 'revert', label: 'Put it back to where the history had it' },
  { value: 'adopt', label: 'Keep it: record that this is live now' },
];

/** Draws the wizard of a change: the question of a drift, or reason, review and receipt. */
export function ChangeView({ state, context, send }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  const heading: Line = [{ text: makeSafeText(describeWanted(state.wanted)), bold: true }];
  if (state.at === 'acting') {
    const above = state.act.at === 'finished' ? [] : [heading, []];
    return <ActView act={state.act} above={above} size={size} theme={theme} />;
  }
  const lines = [heading, [toned('muted', 'Another program moved the pointer. What shall be true?')], []];
  return (
    <Box flexDirection="column">
      <Lines lines={lines} width={size.columns} theme={theme} />
      <Choice
        items={driftAnswers}
        width={size.columns}
        theme={theme}
        focused
        onChosen={answer => send({ type: 'drift-answered', answer })}
      />
    </Box>
  );
}
