import { describe, expect, test } from 'vitest';
import { encodeClipboard } from '../../../src/ui/terminal/clipboard.ts';
import { describeTerminal } from '../../../src/ui/terminal/describe-terminal.ts';

const plain = describeTerminal({ TERM: 'xterm' }, 'detected');
const bytesOf = (text: string, traits = plain) => {
  const encoded = encodeClipboard(text, traits);
  return 'bytes' in encoded ? encoded.bytes : encoded.reason;
};

describe('copying', () => {
  test('sends the text in base64', () => {
    expect(bytesOf('v7 → v6')).toBe(`\u001B]52;c;${Buffer.from('v7 → v6').toString('base64')}\u0007`);
  });

  test('cannot be broken out of by what is copied', () => {
    expect(bytesOf('\u0007\u001B\\\u001B]0;x')).toMatch(/^\u001B\]52;c;[\w+/=]+\u0007$/);
  });

  test('goes through tmux both ways it may be set up', () => {
    const sequence = bytesOf('abc');
    expect(bytesOf('abc', { ...plain, multiplexer: 'tmux' })).toBe(
      `${sequence}\u001BPtmux;\u001B${sequence}\u001B\\`,
    );
  });

  test('goes through GNU screen in pieces that it does not cut', () => {
    const sent = bytesOf('x'.repeat(1000), { ...plain, multiplexer: 'screen' });
    const pieces = sent.split('\u001B\\').filter(piece => piece !== '');
    expect(pieces.every(piece => piece.startsWith('\u001BP') && piece.length <= 242)).toBe(true);
    expect(pieces.map(piece => piece.slice(2)).join('')).toBe(bytesOf('x'.repeat(1000)));
  });

  test('is refused with the reason when the text is too long or the terminal is dumb', () => {
    expect('bytes' in encodeClipboard('x'.repeat(56_244), plain)).toBe(true);
    expect(encodeClipboard('x'.repeat(56_248), plain)).toEqual({
      reason: "Too long for the terminal's clipboard: 75000 bytes of at most 74994.",
    });
    expect(encodeClipboard('x', { ...plain, kind: 'dumb' })).toEqual({
      reason: 'This terminal (TERM=dumb) has no clipboard.',
    });
  });
});
