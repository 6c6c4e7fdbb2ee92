import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TerminalInput } from '../../../src/ui/terminal/key.ts';
import {
  emptySplitState,
  flushDelayMs,
  flushEscape,
  splitInput,
} from '../../../src/ui/terminal/split-keys.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function splitChunks(chunks: readonly Uint8Array[]): readonly TerminalInput[] {
  let state = emptySplitState;
  const inputs: TerminalInput[] = [];
  for (const chunk of chunks) {
    const [next, found] = splitInput(state, chunk);
    state = next;
    inputs.push(...found);
  }
  return [...inputs, ...flushEscape(state)[1]];
}

const namesOf = (inputs: readonly TerminalInput[]) =>
  inputs.map(input =>
    input.type === 'key' ? input.key.name : input.type === 'paste' ? `<${input.text}>` : input.type,
  );

const split = (...chunks: readonly string[]) => namesOf(splitChunks(chunks.map(bytesOf)));

/** What a terminal sends for a key, and the name the key gets. None of them is the beginning of another. */
const keys: readonly (readonly [string, string])[] = [
  ['j', 'j'],
  ['G', 'G'],
  ['/', '/'],
  [' ', 'space'],
  ['ä', 'ä'],
  ['€', '€'],
  ['模', '模'],
  ['🚀', '🚀'],
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\t', 'tab'],
  ['\u007F', 'backspace'],
  ['\b', 'backspace'],
  ['\u0003', 'ctrl-c'],
  ['\u0010', 'ctrl-p'],
  ['\u001A', 'ctrl-z'],
  ['\u001C', 'ctrl-\\'],
  ['\u001B[A', 'up'],
  ['\u001B[B', 'down'],
  ['\u001B[C', 'right'],
  ['\u001B[D', 'left'],
  ['\u001BOA', 'up'],
  ['\u001BOD', 'left'],
  ['\u001B[H', 'home'],
  ['\u001B[1~', 'home'],
  ['\u001BOF', 'end'],
  ['\u001B[5~', 'page-up'],
  ['\u001B[6~', 'page-down'],
  ['\u001B[3~', 'delete'],
  ['\u001BOP', 'f1'],
  ['\u001B[11~', 'f1'],
  ['\u001B[[A', 'f1'],
  ['\u001B[Z', 'shift-tab'],
  ['\u001B[1;5A', 'ctrl-up'],
  ['\u001B[1;3D', 'alt-left'],
  ['\u001Bx', 'alt-x'],
  ['\u001B\r', 'alt-enter'],
  ['\u001Bä', 'alt-ä'],
];

/** What a terminal may say of itself. */
const answers = [
  '\u001B[?62;22c',
  '\u001B[>41;377;0c',
  '\u001B[I',
  '\u001B[O',
  '\u001B[<35;10;5M',
  '\u001B[<0;10;5m',
  '\u001B[M !!',
  '\u001B[0n',
  '\u001B[8;24;80t',
  '\u001B[?2026;2$y',
  '\u001B]11;rgb:1e1e/1e1e/1e1e\u001B\\',
  '\u001B]52;c;eQ==\u0007',
  '\u001BP1+r544e=787465726d\u001B\\',
  '\u001B_Gi=1;OK\u001B\\',
];

function cutAt(bytes: Uint8Array, lengths: readonly number[]): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let from = 0;
  for (let index = 0; from < bytes.length; index++) {
    const length = lengths[index % lengths.length] ?? 1;
    chunks.push(bytes.slice(from, from + length));
    from += length;
  }
  return chunks;
}

const chunkLengths = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 50 });

describe('keys', () => {
  test.each(keys)('%j is %s', (bytes, name) => {
    expect(split(bytes)).toEqual([name]);
  });

  test('any sequence of keys and answers gives the same keys however it is cut into chunks', () => {
    const pieces = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...keys) },
      { weight: 1, arbitrary: fc.constantFrom(...answers).map(answer => [answer, undefined] as const) },
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), chunkLengths, (sequence, lengths) => {
        const bytes = bytesOf(sequence.map(([sent]) => sent).join(''));
        const expected = sequence.map(([, name]) => name).filter(name => name !== undefined);
        expect(namesOf(splitChunks(cutAt(bytes, lengths)))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('none of 10,000 keys is lost in chunks of 1 to 20 bytes', () => {
    const sequence = Array.from(
      { length: 10_000 },
      (_, index) => keys[(index * 7919) % keys.length] ?? ['j', 'j'],
    );
    const lengths = Array.from({ length: 997 }, (_, index) => 1 + ((index * 31) % 20));
    const found = namesOf(splitChunks(cutAt(bytesOf(sequence.map(([sent]) => sent).join('')), lengths)));
    expect(found).toEqual(sequence.map(([, name]) => name));
  });

  test('printable keys and space have text, others have none', () => {
    const inputs = splitChunks([bytesOf('ä \r\u001B[A\u001Bx')]);
    expect(inputs.map(input => input.type === 'key' && input.key.text)).toEqual([
      'ä',
      ' ',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('a grapheme of several code points is one key', () => {
    expect(split('👩‍👩‍👧é')).toEqual(['👩‍👩‍👧', 'é']);
  });

  test('bytes that are not UTF-8 are dropped without taking a key with them', () => {
    expect(namesOf(splitChunks([Uint8Array.of(0xff, 0x6a, 0xc3, 0x6b), Uint8Array.of(0xe2, 0x82)]))).toEqual([
      'j',
      'k',
    ]);
  });

  test('any bytes at all end in a state that a flush empties', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 10 }), chunks => {
        let state = emptySplitState;
        for (const chunk of chunks) state = splitInput(state, chunk)[0];
        expect(flushEscape(state)[0]).toEqual(emptySplitState);
      }),
    );
  });
});

describe('the escape key', () => {
  test('waits for what may follow, and is a key when nothing does', () => {
    const [state, inputs] = splitInput(emptySplitState, bytesOf('\u001B'));
    expect(inputs).toEqual([]);
    expect(flushDelayMs(state, 20)).toBe(20);
    expect(namesOf(flushEscape(state)[1])).toEqual(['escape']);
  });

  test('pressed twice is two keys', () => {
    expect(split('\u001B\u001B')).toEqual(['escape', 'escape']);
  });

  test('before an arrow key is a key of its own', () => {
    expect(split('\u001B\u001B[A')).toEqual(['escape', 'up']);
  });

  test.each([
    ['\u001B[', 'alt-['],
    ['\u001BO', 'alt-O'],
    ['\u001BP', 'alt-P'],
    ['\u001B]', 'alt-]'],
  ])('%j left alone is alt and a key', (sent, name) => {
    expect(split(sent)).toEqual([name]);
  });

  test('the beginning of a sequence that never ends is dropped', () => {
    expect(split('\u001B[1;')).toEqual([]);
    expect(split('\u001B]52;c;abc')).toEqual([]);
  });

  test('an endless answer does not grow the state', () => {
    let state = emptySplitState;
    for (let index = 0; index < 100; index++)
      state = splitInput(state, bytesOf(`\u001B]52;c;${'A'.repeat(1000)}`))[0];
    expect(state.unfinished.length).toBeLessThan(2000);
  });

  test('nothing unfinished asks for no flush', () => {
    expect(flushDelayMs(splitInput(emptySplitState, bytesOf('j'))[0], 20)).toBeUndefined();
  });
});

describe('answers of the terminal', () => {
  test.each(answers)('%j is no key', answer => {
    expect(split(answer)).toEqual([]);
    expect(split(...answer)).toEqual([]);
  });

  test('a cursor report is told apart from keys', () => {
    expect(split('\u001B[12;40R')).toEqual(['cursor-reported']);
    expect(split('\u001B[1', '2;4', '0R')).toEqual(['cursor-reported']);
  });
});

describe('coalesced keys', () => {
  const coalescedOf = (...chunks: readonly string[]) =>
    splitChunks(chunks.map(bytesOf)).flatMap(input => (input.type === 'key' ? [input.key.coalesced] : []));

  test('one key in a chunk is not coalesced', () => {
    expect(coalescedOf('y')).toEqual([false]);
    expect(coalescedOf('\u001B', '[A')).toEqual([false]);
    expect(coalescedOf('\u001B[12;40Ry')).toEqual([false]);
  });

  test('all keys of one chunk are coalesced', () => {
    expect(coalescedOf('y\r')).toEqual([true, true]);
  });

  test('all keys of a chunk but the first follow another', () => {
    const inputs = splitChunks([bytesOf('yj\r'), bytesOf('k')]);
    expect(inputs.map(input => input.type === 'key' && input.key.follows)).toEqual([
      undefined,
      true,
      true,
      undefined,
    ]);
  });

  test('a key beside a paste or beside the beginning of another key is coalesced', () => {
    expect(coalescedOf('\u001B[200~yes\u001B[201~\r')).toEqual([true]);
    expect(coalescedOf('y\u001B', '[A')).toEqual([true, true]);
    expect(coalescedOf('y\u001B')).toEqual([true, true]);
  });
});

describe('pastes', () => {
  test('a paste is one input and presses no key', () => {
    expect(split('a\u001B[200~yes\r\u001B[201~b')).toEqual(['a', '<yes>', 'b']);
  });

  test('a paste is the same however it is cut into chunks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), chunkLengths, (text, lengths) => {
        const bytes = bytesOf(`x\u001B[200~${text}\u001B[201~z`);
        expect(namesOf(splitChunks(cutAt(bytes, lengths)))).toEqual(namesOf(splitChunks([bytes])));
      }),
    );
  });

  test('controls inside a paste are made visible', () => {
    expect(split('\u001B[200~a\nb\tc\u001B[31m\u0007\u202Ed\r\n\u001B[201~')).toEqual([
      '<a b c^[[31m^G<U+202E>d>',
    ]);
  });

  test('a paste is capped, and its end still found', () => {
    const [paste, key] = splitChunks([
      bytesOf(`\u001B[200~${'x'.repeat(40_000)}`),
      bytesOf('yy\u001B[201~j'),
    ]);
    expect(paste?.type === 'paste' && paste.text.length).toBe(16_384);
    expect(key?.type === 'key' && key.key.name).toBe('j');
  });

  test('a paste whose end is lost is given when nothing more comes', () => {
    const [state] = splitInput(emptySplitState, bytesOf('\u001B[200~abc'));
    expect(flushDelayMs(state, 20)).toBe(1000);
    expect(namesOf(flushEscape(state)[1])).toEqual(['<abc>']);
  });
});
