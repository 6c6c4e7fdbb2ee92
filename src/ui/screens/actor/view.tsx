import type { ReactElement } from 'react';
import { lineOfField } from '../../components/field-line.ts';
import { type Line, Lines, toned } from '../../components/line.tsx';
import type { ViewProps } from '../../runtime/screen.ts';
import type { Message, State } from './update.ts';

/** Draws the question who acts. */
export function ActorView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  const lines: readonly Line[] = [
    [{ text: 'Who are you?', bold: true }],
    [{ text: `All that is known is ${context.actor}, a login that many people share.` }],
    [],
    lineOfField('Name or mail: ', state.field, size.columns),
    [],
    [toned('muted', 'It goes on record with what you change. LASTGOOD_ACTOR or --actor saves the question.')],
    ...(state.error ? [[toned('bad', state.error.message)]] : []),
  ];
  return <Lines lines={lines} width={size.columns} theme={theme} rows={size.rows} />;
}
