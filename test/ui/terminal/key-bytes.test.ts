import { expect, test } from 'vitest';
import { bytesOfKey } from '../../../src/ui/terminal/key-bytes.ts';
import { emptySplitState, splitInput } from '../../../src/ui/terminal/split-keys.ts';

test.each([
  '\r',
  '\t',
  ' ',
  'j',
  'ä',
  '\u007F',
  '\u001B[A',
  '\u001B[B',
  '\u001B[Z',
  '\u001B[5~',
  '\u001B[3~',
])('the key sent as %j is given on as the same bytes', sent => {
  const [input] = splitInput(emptySplitState, new TextEncoder().encode(sent))[1];
  expect(input?.type === 'key' && bytesOfKey(input.key)).toBe(sent);
});

test('escape and control keys are not given on', () => {
  expect(bytesOfKey({ name: 'escape', text: undefined, coalesced: false })).toBeUndefined();
  expect(bytesOfKey({ name: 'ctrl-c', text: undefined, coalesced: false })).toBeUndefined();
});
