import { splitGraphemes } from './graphemes.ts';
import type { Key, TerminalInput } from './key.ts';
import { keyOfSequence, keyOfText, keyWithAlt } from './key-names.ts';
import { pasteEnd, pasteLengthLimit, pasteStart, visiblePaste } from './paste.ts';
import { escapeCharacter, findSequenceEnd, isCursorReport, shortenStringSequence } from './sequences.ts';

/**
 * What {@link splitInput} carries from one chunk to the next. Make the first one with {@link
 * emptySplitState}.
 */
export type SplitState = {
  /** The first bytes of a UTF-8 character whose rest has not arrived. */
  readonly undecoded: Uint8Array;
  /** An escape sequence whose end has not arrived; a lone ESC is one too. */
  readonly unfinished: string;
  /** The text of a bracketed paste whose end has not arrived; undefined outside a paste. */
  readonly paste: string | undefined;
  /** True when the chunk that began what is unfinished held a key as well. */
  readonly coalesced: boolean;
};

/** A splitter that has seen nothing yet. */
export const emptySplitState: SplitState = {
  undecoded: new Uint8Array(0),
  unfinished: '',
  paste: undefined,
  coalesced: false,
};

/**
 * Splits what the terminal sent into keys, pastes and answers. Pure; chunks may be cut anywhere, even inside
 * a character or an escape sequence. Answers of the terminal that nobody asked for, and sequences that name
 * no key, yield nothing.
 */
export function splitInput(
  state: SplitState,
  chunk: Uint8Array,
): readonly [SplitState, readonly TerminalInput[]] {
  const [decoded, undecoded] = decodeWhole(state.undecoded, chunk);
  const scan = scanText(state.unfinished + decoded, state.paste);
  const held = scan.inputs.filter(input => input.type !== 'cursor-reported').length;
  const isWaiting = scan.unfinished !== '' || scan.paste !== undefined || undecoded.length > 0;
  const coalesced = state.coalesced || held > 1 || (held > 0 && isWaiting);
  const inputs = coalesced ? scan.inputs.map(markCoalesced) : scan.inputs;
  const next: SplitState = {
    undecoded,
    unfinished: scan.unfinished,
    paste: scan.paste,
    coalesced: isWaiting && coalesced,
  };
  return [next, inputs];
}

/**
 * What is unfinished will not be finished: a lone ESC was the escape key, `ESC x` was alt and a key, an open
 * paste ends here, and the beginning of anything else is dropped. Pure. Call it {@link flushDelayMs} after
 * the last chunk.
 */
export function flushEscape(state: SplitState): readonly [SplitState, readonly TerminalInput[]] {
  if (state.paste !== undefined) {
    return [emptySplitState, [{ type: 'paste', text: visiblePaste(state.paste + state.unfinished) }]];
  }
  const key = keyOfUnfinished(state.unfinished);
  return [
    emptySplitState,
    key === undefined ? [] : [{ type: 'key', key: { ...key, coalesced: state.coalesced } }],
  ];
}

/**
 * How long to wait for the rest, in milliseconds; undefined when nothing is unfinished. A lone ESC waits
 * `escapeDelayMs` (20 locally, 50 over SSH); what can only be the beginning of a sequence waits longer, since
 * no key is held up by it.
 */
export function flushDelayMs(state: SplitState, escapeDelayMs: number): number | undefined {
  if (state.paste !== undefined) return 1000;
  if (state.unfinished === escapeCharacter) return escapeDelayMs;
  return state.unfinished === '' && state.undecoded.length === 0 ? undefined : 250;
}

function keyOfUnfinished(unfinished: string): Key | undefined {
  if (unfinished === escapeCharacter) return keyOfText(escapeCharacter);
  return unfinished.length === 2 ? keyWithAlt(unfinished.slice(1)) : undefined;
}

function markCoalesced(input: TerminalInput, place: number): TerminalInput {
  if (input.type !== 'key') return input;
  return {
    type: 'key',
    key: { ...input.key, coalesced: true, ...(place === 0 ? {} : { follows: true }) },
  };
}

/** Decodes all whole characters and returns the bytes of a last, incomplete one. */
function decodeWhole(before: Uint8Array, chunk: Uint8Array): readonly [string, Uint8Array] {
  const bytes = before.length === 0 ? chunk : new Uint8Array([...before, ...chunk]);
  const end = bytes.length - incompleteTailLength(bytes);
  return [new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, end)), bytes.slice(end)];
}

function incompleteTailLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? back : 0;
    }
  }
  return 0;
}

type Scan = {
  readonly inputs: readonly TerminalInput[];
  readonly unfinished: string;
  readonly paste: string | undefined;
};

function scanText(text: string, openPaste: string | undefined): Scan {
  const inputs: TerminalInput[] = [];
  let paste = openPaste;
  let at = 0;
  while (at < text.length) {
    if (paste !== undefined) {
      const end = text.indexOf(pasteEnd, at);
      const taken = end === -1 ? text.length - partialEndLength(text, at) : end;
      paste = (paste + text.slice(at, taken)).slice(0, pasteLengthLimit);
      if (end === -1) return { inputs, unfinished: text.slice(taken), paste };
      inputs.push({ type: 'paste', text: visiblePaste(paste) });
      paste = undefined;
      at = end + pasteEnd.length;
    } else if (text[at] === escapeCharacter) {
      const end = findSequenceEnd(text, at);
      if (end === undefined) return { inputs, unfinished: shortenStringSequence(text.slice(at)), paste };
      const sequence = text.slice(at, end);
      if (sequence === pasteStart) paste = '';
      else if (isCursorReport(sequence)) inputs.push({ type: 'cursor-reported' });
      else pushKey(inputs, keyOfSequence(sequence));
      at = end;
    } else {
      at = scanRun(text, at, inputs);
    }
  }
  return { inputs, unfinished: '', paste };
}

/** Takes the text up to the next escape sequence; returns where it ends. */
function scanRun(text: string, from: number, inputs: TerminalInput[]): number {
  const nextEscape = text.indexOf(escapeCharacter, from);
  const end = nextEscape === -1 ? text.length : nextEscape;
  for (const grapheme of splitGraphemes(text.slice(from, end))) {
    // CR LF is one grapheme but two presses of enter.
    for (const part of grapheme === '\r\n' ? ['\r', '\n'] : [grapheme]) pushKey(inputs, keyOfText(part));
  }
  return end;
}

function pushKey(inputs: TerminalInput[], key: Key | undefined): void {
  if (key !== undefined) inputs.push({ type: 'key', key });
}

/** The length of the longest end of `text` that may be the beginning of {@link pasteEnd}. */
function partialEndLength(text: string, from: number): number {
  for (let length = Math.min(pasteEnd.length - 1, text.length - from); length > 0; length--) {
    if (pasteEnd.startsWith(text.slice(text.length - length))) return length;
  }
  return 0;
}
