import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextField } from '../../../src/ui/components/text-field.ts';
import {
  createTextField,
  editField,
  insertText,
  textOf,
  windowOfField,
} from '../../../src/ui/components/text-field.ts';
import { displayWidth, splitGraphemes } from '../../../src/ui/format/display-width.ts';
import { keyOf } from '../runtime/press.ts';

function typed(start: TextField, ...names: readonly string[]): TextField {
  return names.reduce((field, name) => editField(field, keyOf(name)) ?? field, start);
}

describe('a text field', () => {
  test('inserts where the cursor is', () => {
    expect(typed(createTextField('ac'), 'left', 'b')).toMatchObject({ before: 'ab', after: 'c' });
    expect(textOf(typed(createTextField(), 'a', 'space', 'b'))).toBe('a b');
  });

  test('moves and deletes by whole graphemes', () => {
    const family = createTextField('a👨‍👩‍👧e\u0301');
    expect(typed(family, 'left', 'left')).toMatchObject({ before: 'a', after: '👨‍👩‍👧e\u0301' });
    expect(textOf(typed(family, 'backspace'))).toBe('a👨‍👩‍👧');
    expect(textOf(typed(family, 'left', 'left', 'delete'))).toBe('ae\u0301');
  });

  test('knows the keys of a shell', () => {
    const field = createTextField('roll back now');
    expect(textOf(typed(field, 'ctrl-w'))).toBe('roll back ');
    expect(textOf(typed(field, 'ctrl-a', 'ctrl-k'))).toBe('');
    expect(textOf(typed(field, 'left', 'ctrl-u'))).toBe('w');
    expect(typed(field, 'home', 'end')).toEqual(field);
    expect(textOf(typed(field, 'home', 'ctrl-d', 'ctrl-e', 'x'))).toBe('oll back nowx');
  });

  test('leaves keys that mean nothing to it to others', () => {
    for (const name of ['enter', 'escape', 'tab', 'up', 'down', 'f1']) {
      expect(editField(createTextField('x'), keyOf(name))).toBeUndefined();
    }
  });

  test('takes a paste as one line, cut at its limit', () => {
    expect(textOf(insertText(createTextField(), 'one\r\ntwo\n'))).toBe('one two');
    expect(textOf(insertText(createTextField('ab', 4), 'cdef'))).toBe('abcd');
    expect(textOf(insertText(createTextField('abcd', 4), 'e'))).toBe('abcd');
  });

  test('scrolls sideways so that the cursor is seen', () => {
    const long = createTextField('0123456789');
    expect(windowOfField(long, 6)).toEqual({ before: '56789', at: ' ', after: '' });
    expect(windowOfField(typed(long, 'home'), 6)).toEqual({ before: '', at: '0', after: '12345' });
  });
});

describe('properties', () => {
  const names = [
    'left',
    'right',
    'home',
    'end',
    'backspace',
    'delete',
    'ctrl-u',
    'ctrl-k',
    'ctrl-w',
    'a',
    '梨',
    '👨‍👩‍👧',
    ' ',
  ];
  const keys = fc.array(fc.constantFrom(...names), { maxLength: 60 });

  test('whatever is pressed, the limit holds and the window fits with the cursor in it', () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 4, max: 40 }), (pressed, width) => {
        const field = typed(createTextField('', 12), ...pressed);
        expect(splitGraphemes(textOf(field)).length).toBeLessThanOrEqual(12);
        const { before, at, after } = windowOfField(field, width);
        expect(displayWidth(before + at + after)).toBeLessThanOrEqual(width);
        expect(field.before.endsWith(before)).toBe(true);
      }),
    );
  });

  test('backspace takes back what a key put in', () => {
    fc.assert(
      fc.property(keys, fc.constantFrom('a', '梨', ' '), (pressed, letter) => {
        const field = typed(createTextField('', 100), ...pressed);
        expect(typed(field, letter, 'backspace')).toEqual(field);
      }),
    );
  });
});
