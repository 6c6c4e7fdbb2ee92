import { renderToString } from 'ink';
import type { ComponentType } from 'react';
import type { Context, ViewProps } from '../../../../src/ui/runtime/screen.ts';

/** What a view draws, line by line, without the spaces at the ends of lines. */
export function draw<State, Message>(
  View: ComponentType<ViewProps<State, Message>>,
  state: State,
  context: Context,
): readonly string[] {
  const drawn = renderToString(<View state={state} context={context} send={() => undefined} />, {
    columns: context.size.columns,
  });
  return drawn.split('\n').map(line => line.trimEnd());
}
