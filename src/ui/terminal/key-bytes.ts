import type { Key } from './key.ts';

const bytesByName: Readonly<Record<string, string>> = {
  enter: '\r',
  tab: '\t',
  'shift-tab': '\u001B[Z',
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
};

/**
 * What a terminal sends for a key, as components that read bytes want it; undefined for keys they have no use
 * for. Escape is one of those: a reader of bytes would wait for what follows it. Pure.
 */
export function bytesOfKey(key: Key): string | undefined {
  return key.text ?? bytesByName[key.name];
}
