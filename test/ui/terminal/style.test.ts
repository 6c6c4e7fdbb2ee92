import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applySgr, plainStyle, styleChange, styleOfBlank } from '../../../src/ui/terminal/style.ts';
import { createTerminalScreen } from '../../support/terminal-screen.ts';

const apply = (...sequences: readonly string[]) =>
  sequences.reduce((style, parameters) => applySgr(style, parameters, 'shown'), plainStyle);
const visible = (bytes: string) => bytes.replaceAll('\u001B', '^[');

const parameters = fc.constantFrom(
  ...[
    '',
    '0',
    '1',
    '2',
    '3',
    '4',
    '7',
    '9',
    '53',
    '22',
    '23',
    '24',
    '27',
    '29',
    '55',
    '31',
    '97',
    '39',
    '42',
    '107',
    '49',
  ],
  ...['38;5;9', '48;5;200', '38;2;1;2;3', '1;4;31', '0;1;2', '5', '8', '38', '38;9', '999'],
);
const styles = fc.array(parameters, { maxLength: 6 }).map(sequences => apply(...sequences));

describe('a style', () => {
  test('does not depend on the way it came about', () => {
    expect(apply('31', '1')).toBe(apply('1;32', '0', '1;31'));
    expect(apply('1;2', '22', '4', '24')).toBe(plainStyle);
  });

  test('ignores blinking and concealed text', () => {
    expect(apply('5;8;6')).toBe(plainStyle);
  });

  test('has no colours where they are dropped', () => {
    expect(applySgr(plainStyle, '1;31;48;5;3;107', 'dropped')).toBe('1');
  });

  test('of a blank keeps what can be seen on it', () => {
    expect(styleOfBlank(apply('1;3;31'))).toBe(plainStyle);
    expect(styleOfBlank(apply('1;31;42'))).toBe('42');
    expect(styleOfBlank(apply('31;4'))).toBe(apply('31;4'));
  });
});

describe('the change from one style to another', () => {
  test('of equal styles is nothing', () => {
    fc.assert(
      fc.property(styles, style => {
        expect(styleChange(style, style)).toBe('');
      }),
    );
  });

  test('is the shorter of adding and starting afresh', () => {
    expect(visible(styleChange(apply('1;31'), plainStyle))).toBe('^[[m');
    expect(visible(styleChange(apply('31'), apply('31;1')))).toBe('^[[1m');
    expect(visible(styleChange(apply('1;2'), apply('2')))).toBe('^[[0;2m');
    expect(visible(styleChange(apply('1;38;5;200;44'), apply('38;5;200;44')))).toBe('^[[22m');
  });

  test('makes a terminal show the second', async () => {
    await fc.assert(
      fc.asyncProperty(styles, styles, async (from, to) => {
        const screen = createTerminalScreen(4, 1);
        await screen.write(`${styleChange(plainStyle, from)}${styleChange(from, to)}x`);
        const expected = createTerminalScreen(4, 1);
        await expected.write(`\u001B[0;${to}mx`);
        expect(screen.cells()).toEqual(expected.cells());
      }),
    );
  });
});
