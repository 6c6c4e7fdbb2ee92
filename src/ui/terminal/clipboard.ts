import type { TerminalTraits } from './describe-terminal.ts';

/**
 * What became of a text that was to be copied. Terminals never confirm a copy, so `sent` is the most there
 * is.
 */
export type CopyOutcome = { readonly type: 'sent' } | { readonly type: 'refused'; readonly reason: string };

/** The most base64 characters that common terminals take in one clipboard sequence. */
const clipboardLimitBytes = 74_994;

/** GNU screen cuts longer strings. */
const screenChunkLength = 240;

/**
 * The bytes that put `text` on the clipboard of the user's own machine (OSC 52, write only), or why that
 * cannot be done. Pure.
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html (Manipulate Selection Data)
 */
export function encodeClipboard(
  text: string,
  traits: TerminalTraits,
): { readonly bytes: string } | { readonly reason: string } {
  if (traits.kind === 'dumb') return { reason: 'This terminal (TERM=dumb) has no clipboard.' };
  const encoded = Buffer.from(text, 'utf8').toString('base64');
  if (encoded.length > clipboardLimitBytes) {
    const sizes = `${encoded.length} bytes of at most ${clipboardLimitBytes}`;
    return { reason: `Too long for the terminal's clipboard: ${sizes}.` };
  }
  const sequence = `\u001B]52;c;${encoded}\u0007`;
  switch (traits.multiplexer) {
    case 'none':
      return { bytes: sequence };
    case 'tmux':
      // Plain for `set-clipboard on`, wrapped for `allow-passthrough on`: tmux ignores the one it was not
      // told to take.
      return { bytes: `${sequence}\u001BPtmux;\u001B${sequence}\u001B\\` };
    case 'screen':
      return { bytes: wrapForScreen(sequence) };
  }
}

function wrapForScreen(sequence: string): string {
  let wrapped = '';
  for (let at = 0; at < sequence.length; at += screenChunkLength) {
    wrapped += `\u001BP${sequence.slice(at, at + screenChunkLength)}\u001B\\`;
  }
  return wrapped;
}
