import { expect, test } from 'vitest';
import { findColours, findForbiddenOutput } from './e2e-output.ts';

test.each([
  ['a clipboard', '\u001B]52;c;ZXZpbA==\u0007'],
  ['a title', '\u001B]0;evil\u001B\\'],
  ['blinking', '\u001B[5m'],
  ['invisible text', '\u001B[1;8m'],
  ['erasing the screen', '\u001B[2J'],
  ['a report of the device', '\u001B[c'],
  ['a C1 control', '\u009B31m'],
  ['a bell', '\u0007'],
  ['a backspace', '\b'],
  ['a line feed', '\r\n'],
  ['reordering', '\u202Eexe.txt'],
  ['hidden text', 'a\u200Bb'],
])('the check of the output finds %s', (_what, bytes) => {
  expect(findForbiddenOutput(`before${bytes}after`)).not.toEqual([]);
});

test('the check of the output lets through what a console sends', () => {
  const sent =
    '\u001B[?1049h\u001B[?25l\u001B[m\u001B[1;32mtext é 日 →\u001B[22;39m\u001B[K\r\r\n\u001B[2C\u001B[3;4H\u001B[2M';
  expect(findForbiddenOutput(sent)).toEqual([]);
});

test('colours are found among styles', () => {
  expect(findColours('\u001B[1m\u001B[7;31m\u001B[m\u001B[38;5;9m')).toEqual(['31', '38']);
});
