/** Colours by meaning, never by hue at the place of use. Undefined draws in the terminal's own colour. */
export type Colours = {
  readonly good: string | undefined;
  readonly bad: string | undefined;
  readonly warning: string | undefined;
  readonly accent: string | undefined;
  readonly muted: string | undefined;
};

/** What a chart is drawn with: one cell each, and all different, so that it is read without colour. */
export type ChartSymbols = {
  /** A version; the same live now, live earlier, and rolled back. */
  readonly point: string;
  readonly live: string;
  readonly wasLive: string;
  readonly rolledBack: string;
  /** The line between versions: level, upright, and its four corners by the sides that they join. */
  readonly level: string;
  readonly upright: string;
  readonly leftUp: string;
  readonly leftDown: string;
  readonly upRight: string;
  readonly downRight: string;
  readonly threshold: string;
  readonly axis: string;
  readonly axisMark: string;
  readonly corner: string;
  readonly base: string;
  readonly baseMark: string;
  /** In the place of the mark, where a value does not reach what is demanded. */
  readonly fails: string;
  readonly cursor: string;
  readonly about: string;
};

/** What a tree is drawn with: four cells each. `weak` stands for a bond that is not descent. */
export type TreeSymbols = {
  readonly through: string;
  readonly branch: string;
  readonly last: string;
  readonly weakBranch: string;
  readonly weakLast: string;
};

/** Characters that differ between UTF-8 and ASCII terminals. */
export type Symbols = {
  readonly marker: string;
  readonly arrow: string;
  readonly ellipsis: string;
  readonly separator: string;
  readonly horizontal: string;
  readonly good: string;
  readonly bad: string;
  readonly better: string;
  readonly worse: string;
  readonly same: string;
  readonly unknown: string;
  /** Eight levels, low to high, for sparklines. */
  readonly levels: readonly string[];
  readonly barFull: string;
  readonly barEmpty: string;
  readonly atLeast: string;
  readonly atMost: string;
  readonly chart: ChartSymbols;
  readonly tree: TreeSymbols;
};

/** How things look in this terminal. Passed to every view; views hold no colour or symbol of their own. */
export type Theme = { readonly name: ThemeName; readonly colours: Colours; readonly symbols: Symbols };

export const themeNames = ['dark', 'light', 'mono'] as const;
export type ThemeName = (typeof themeNames)[number];

const unicode: Symbols = {
  marker: '>',
  arrow: '→',
  ellipsis: '…',
  separator: '·',
  horizontal: '─',
  good: '✓',
  bad: '✗',
  better: '▲',
  worse: '▼',
  same: '=',
  unknown: '?',
  levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  barFull: '█',
  barEmpty: '░',
  atLeast: '≥',
  atMost: '≤',
  chart: {
    ...{ point: '•', live: '●', wasLive: '○', rolledBack: '↩' },
    ...{ level: '─', upright: '│', leftUp: '╯', leftDown: '╮', upRight: '╰', downRight: '╭' },
    ...{ threshold: '╌', axis: '│', axisMark: '┤', corner: '└', base: '─', baseMark: '┴' },
    ...{ cursor: '▲', fails: '!', about: '≈' },
  },
  tree: { through: '│   ', branch: '├── ', last: '└── ', weakBranch: '├┄┄ ', weakLast: '└┄┄ ' },
};

const ascii: Symbols = {
  marker: '>',
  arrow: '->',
  ellipsis: '~',
  separator: '|',
  horizontal: '-',
  good: 'ok',
  bad: 'x',
  better: '+',
  worse: '-',
  same: '=',
  unknown: '?',
  levels: ['_', '.', '-', '~', '=', '+', '*', '#'],
  barFull: '#',
  barEmpty: '.',
  atLeast: '>=',
  atMost: '<=',
  chart: {
    ...{ point: '*', live: '@', wasLive: 'o', rolledBack: 'x' },
    ...{ level: '.', upright: '.', leftUp: '.', leftDown: '.', upRight: '.', downRight: '.' },
    ...{ threshold: '-', axis: '|', axisMark: '+', corner: '+', base: '_', baseMark: '|' },
    ...{ cursor: '^', fails: '!', about: '~' },
  },
  tree: { through: '|   ', branch: '|-- ', last: '`-- ', weakBranch: '|.. ', weakLast: '`.. ' },
};

const palettes: Readonly<Record<ThemeName, Colours>> = {
  dark: { good: 'green', bad: 'redBright', warning: 'yellow', accent: 'cyan', muted: 'gray' },
  light: { good: 'green', bad: 'red', warning: 'magenta', accent: 'blue', muted: 'gray' },
  mono: { good: undefined, bad: undefined, warning: undefined, accent: undefined, muted: undefined },
};

/** The theme of a name, with ASCII symbols where the terminal's locale is not UTF-8. Pure. */
export function createTheme(name: ThemeName, charset: 'unicode' | 'ascii'): Theme {
  return { name, colours: palettes[name], symbols: charset === 'unicode' ? unicode : ascii };
}
