const bytesByName: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: '\u001B',
  tab: '\t',
  'shift-tab': '\u001B[Z',
  space: ' ',
  backspace: '\u007F',
  delete: '\u001B[3~',
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  home: '\u001B[H',
  end: '\u001B[F',
  'page-up': '\u001B[5~',
  'page-down': '\u001B[6~',
  f1: '\u001BOP',
};

/** What xterm sends for a key. @throws Error for a name that is no key. */
export function bytesOfKeyName(name: string): string {
  const named = bytesByName[name];
  if (named !== undefined) return named;
  const control = /^ctrl-([a-z\\])$/.exec(name)?.[1];
  if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) - 0x40);
  if (name.startsWith('alt-')) return `\u001B${bytesOfKeyName(name.slice(4))}`;
  if ([...name].length !== 1) throw new Error(`No key is called ${name}`);
  return name;
}
