import type { Key } from './key.ts';

const finalLetters: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  S: 'f4',
  Z: 'shift-tab',
};

/** SS3 alone: F3, which CSI cannot name because `R` is the cursor report, and the keypad's enter. */
const keypadLetters: Readonly<Record<string, string>> = { ...finalLetters, R: 'f3', M: 'enter' };

const tildeNumbers: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'page-up',
  6: 'page-down',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

const linuxConsoleLetters: Readonly<Record<string, string>> = { A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5' };

const controlNames: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007F': 'backspace',
  '\u001B': 'escape',
  '\0': 'ctrl-space',
};

/** The key of one grapheme or control character; undefined for characters that no key sends. Pure. */
export function keyOfText(text: string): Key | undefined {
  const control = controlNames[text];
  if (control !== undefined) return plainKey(control);
  if (text === ' ') return { name: 'space', text: ' ', coalesced: false };
  const code = text.codePointAt(0) ?? 0;
  if (code < 0x20) return plainKey(`ctrl-${String.fromCharCode(code + 0x40).toLowerCase()}`);
  if ((code >= 0x80 && code < 0xa0) || text.includes('\uFFFD')) return undefined;
  return { name: text, text, coalesced: false };
}

/** The key that was pressed together with alt; undefined when `text` names no key. Pure. */
export function keyWithAlt(text: string): Key | undefined {
  const key = keyOfText(text);
  return key === undefined ? undefined : plainKey(`alt-${key.name}`);
}

/** The key of one whole escape sequence; undefined for answers of the terminal and unknown keys. Pure. */
export function keyOfSequence(sequence: string): Key | undefined {
  if (sequence.length === 1) return keyOfText(sequence);
  if (sequence.startsWith('\u001B['))
    return sequence.length === 2 ? keyWithAlt('[') : keyOfCsi(sequence.slice(2));
  if (sequence.startsWith('\u001BO')) {
    return sequence.length === 2 ? keyWithAlt('O') : namedKey(keypadLetters[sequence.slice(2)]);
  }
  return /^\u001B[\]P_^X]./s.test(sequence) ? undefined : keyWithAlt(sequence.slice(1));
}

function keyOfCsi(body: string): Key | undefined {
  if (body.startsWith('[')) return namedKey(linuxConsoleLetters[body.slice(1)]);
  const match = /^(\d*)(?:;(\d+))?([A-Z~])$/.exec(body);
  if (match === null) return undefined;
  const [, number = '', modifier, final = ''] = match;
  if (final !== '~' && number !== '' && number !== '1') return undefined;
  const name = final === '~' ? tildeNumbers[number] : finalLetters[final];
  return name === undefined ? undefined : namedKey(modifiersOf(modifier) + name);
}

/** xterm sends modifiers as 1 + (1 shift, 2 alt, 4 ctrl). */
function modifiersOf(parameter: string | undefined): string {
  const bits = parameter === undefined ? 0 : Number(parameter) - 1;
  return `${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}`;
}

function namedKey(name: string | undefined): Key | undefined {
  return name === undefined ? undefined : plainKey(name);
}

function plainKey(name: string): Key {
  return { name, text: undefined, coalesced: false };
}
