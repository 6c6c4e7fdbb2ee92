/** What a key does on every screen. */
export type GlobalCommand =
  | 'help'
  | 'palette'
  | 'filter'
  | 'refresh'
  | 'copy'
  | 'back'
  | 'quit'
  | 'suspend'
  | 'interrupt';

/** One row of the table of common keys; help, palette, footer and documents are made from it. */
export type GlobalBinding = {
  readonly command: GlobalCommand;
  /** Names of `Key`; the first is the one shown. */
  readonly keys: readonly string[];
  readonly label: string;
};

/** The keys that mean the same everywhere. A screen's own bindings come first, except before the last two. */
export const globalBindings: readonly GlobalBinding[] = [
  { command: 'help', keys: ['?', 'f1'], label: 'Help' },
  { command: 'filter', keys: ['/'], label: 'Filter' },
  { command: 'palette', keys: [':', 'ctrl-p'], label: 'Commands' },
  { command: 'refresh', keys: ['r'], label: 'Refresh' },
  { command: 'copy', keys: ['c'], label: 'Copy' },
  { command: 'back', keys: ['escape'], label: 'Back' },
  { command: 'quit', keys: ['q'], label: 'Quit' },
  { command: 'suspend', keys: ['ctrl-z'], label: 'Suspend' },
  { command: 'interrupt', keys: ['ctrl-c'], label: 'Interrupt' },
];

/** The movement keys, for help: keys and what they do. */
export const moveDescriptions: readonly { readonly keys: readonly string[]; readonly label: string }[] = [
  { keys: ['j', 'down'], label: 'Down' },
  { keys: ['k', 'up'], label: 'Up' },
  { keys: ['g', 'home'], label: 'First' },
  { keys: ['G', 'end'], label: 'Last' },
  { keys: ['ctrl-d', 'ctrl-u'], label: 'Half a page down, up' },
  { keys: ['page-down', 'page-up'], label: 'A page down, up' },
];

/** The command of a key; undefined for a key that has none. */
export function findGlobalCommand(keyName: string): GlobalCommand | undefined {
  return globalBindings.find(binding => binding.keys.includes(keyName))?.command;
}

const shownNames: Readonly<Record<string, string>> = {
  escape: 'esc',
  'page-up': 'pgup',
  'page-down': 'pgdn',
  backspace: 'bksp',
  delete: 'del',
};

/** A key's name as footer and help show it: `esc`, `ctrl-d`, `P`. */
export function formatKeyName(name: string): string {
  return shownNames[name] ?? name;
}
