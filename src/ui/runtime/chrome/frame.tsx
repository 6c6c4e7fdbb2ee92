import { Box } from 'ink';
import type { ReactElement } from 'react';
import { lineOfField } from '../../components/field-line.ts';
import type { Line } from '../../components/line.tsx';
import { Lines, LineView } from '../../components/line.tsx';
import { textOf } from '../../components/text-field.ts';
import type { AppDefinition, AppState } from '../app-state.ts';
import { contextOf, isTooSmall, topScreen } from '../app-state.ts';
import { findBinding, liveBindings } from '../binding-state.ts';
import type { Tagged } from '../effect.ts';
import { helpLines } from '../help.ts';
import { paletteEntries } from '../palette.ts';
import { focusOf } from '../reduce-key.ts';
import type { Focus } from '../screen.ts';
import { lineOfBreadcrumb } from './breadcrumb.ts';
import type { FooterEnding, FooterKey } from './footer.ts';
import { footerKeysOf, lineOfFooter } from './footer.ts';
import { lineOfHeader } from './header.ts';
import { linesOfHelp, linesOfPalette } from './overlay-lines.ts';
import { linesOfTooSmall } from './too-small.ts';

/** What the frame is drawn from. */
export type FrameProps = {
  readonly app: AppDefinition;
  readonly state: AppState;
  /** Takes what a `Choice` of a screen answers. */
  readonly send: (screenId: number, message: Tagged) => void;
};

const plainEnding: FooterEnding = { help: key('?', 'Help'), others: [key('q', 'Quit')] };

/** The footer's last keys by who has the keys. Where a text field takes letters, help has its other key and `q` is a letter. */
const endings: Readonly<Record<Focus<Tagged>['on'], FooterEnding>> = {
  keys: plainEnding,
  select: plainEnding,
  field: { help: key('f1', 'Help'), others: [] },
  waiting: { help: undefined, others: [key('ctrl-c', 'Leave')] },
};
const noEnding: FooterEnding = { help: undefined, others: [] };

/** The whole console: header, breadcrumb, screen or overlay, notice, keys; exactly as many lines as the terminal has rows. */
export function Frame({ app, state, send }: FrameProps): ReactElement {
  const { columns, rows } = state.size;
  const { theme } = state.surroundings;
  if (isTooSmall(state.size)) {
    const lines =
      state.overlay.at === 'help' ? linesOfHelp(helpLines(app, state), 0, rows) : linesOfTooSmall(state.size);
    return (
      <Box width={columns} height={rows} overflow="hidden">
        <Lines lines={lines} width={columns} theme={theme} rows={rows} />
      </Box>
    );
  }
  const { size } = contextOf(state);
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <LineView line={headerOf(app, state)} width={columns} theme={theme} />
      <LineView line={lineOfBreadcrumb(titlesOf(app, state), columns, theme)} width={columns} theme={theme} />
      <Box height={size.rows} flexShrink={0} overflow="hidden" flexDirection="column">
        <Body app={app} state={state} send={send} />
      </Box>
      <LineView line={noticeOf(state)} width={columns} theme={theme} />
      <LineView line={footerOf(app, state)} width={columns} theme={theme} />
    </Box>
  );
}

function Body({ app, state, send }: FrameProps): ReactElement | null {
  const top = topScreen(app, state);
  if (!top) return null;
  const context = contextOf(state);
  const { size, theme } = context;
  if (state.overlay.at === 'help') {
    return (
      <Lines
        lines={linesOfHelp(helpLines(app, state), state.overlay.offset, size.rows)}
        width={size.columns}
        theme={theme}
      />
    );
  }
  if (state.overlay.at === 'palette') {
    const { field, selected } = state.overlay;
    const entries = paletteEntries(app, state, textOf(field));
    return (
      <Lines
        lines={linesOfPalette(field, entries, selected, size, theme)}
        width={size.columns}
        theme={theme}
      />
    );
  }
  const View = top.screen.view;
  const { id } = top.open;
  return <View key={id} state={top.open.state} context={context} send={message => send(id, message)} />;
}

function headerOf(app: AppDefinition, state: AppState): Line {
  const top = topScreen(app, state);
  const facts = {
    appName: app.name,
    surroundings: state.surroundings,
    readAt: top?.screen.readAt?.(top.open.state),
    outOfReachAt: state.outOfReachAt,
    now: state.now,
  };
  return lineOfHeader(facts, state.size.columns);
}

function titlesOf(app: AppDefinition, state: AppState): readonly string[] {
  return state.stack.map(open => {
    const screen = app.screens.find(each => each.name === open.route.screen);
    return screen?.title(open.route, open.state) ?? open.route.screen;
  });
}

function noticeOf(state: AppState): Line {
  if (state.overlay.at === 'filter') return lineOfField('/', state.overlay.field, state.size.columns);
  if (state.notice) return [{ text: state.notice.text, tone: state.notice.tone }];
  if (state.leaving.at === 'staying') return [];
  return [
    { text: 'Leaving when the running operation has ended; ctrl-c twice leaves at once.', tone: 'warning' },
  ];
}

function footerOf(app: AppDefinition, state: AppState): Line {
  const { columns } = state.size;
  switch (state.overlay.at) {
    case 'help':
      return lineOfFooter([key('esc', 'Close'), key('j', 'Down'), key('k', 'Up')], noEnding, columns);
    case 'filter':
      return lineOfFooter([key('enter', 'Keep'), key('esc', 'Clear')], noEnding, columns);
    case 'palette':
      return lineOfFooter(
        [key('enter', 'Do it'), key('tab', 'Complete'), key('esc', 'Close')],
        noEnding,
        columns,
      );
    case 'none': {
      const top = topScreen(app, state);
      const bindings = top ? liveBindings(top.screen, top.open.state, contextOf(state)) : [];
      const { on } = focusOf(app, state);
      const own = [...(on === 'select' ? [key('enter', 'Choose')] : []), ...footerKeysOf(bindings)];
      const goesBack = state.stack.length > 1 && findBinding(bindings, 'escape') === undefined;
      const common = [
        ...(top?.screen.filter && on === 'keys' ? [key('/', 'Filter')] : []),
        ...(goesBack ? [key('esc', 'Back')] : []),
      ];
      return lineOfFooter([...own, ...common], endings[on], columns);
    }
  }
}

function key(name: string, label: string): FooterKey {
  return { key: name, label, available: true };
}
