import { displayWidth, splitGraphemes } from '../format/display-width.ts';
import type { Key } from '../terminal/key.ts';

/** A line of text being edited. The cursor stands between the two parts, so it is never out of place. */
export type TextField = {
  readonly before: string;
  readonly after: string;
  /** Graphemes it holds at most. */
  readonly limit: number;
};

/** A field with the cursor at the end. The text is cut to the limit (200 graphemes unless told). */
export function createTextField(text = '', limit = 200): TextField {
  return insertText({ before: '', after: '', limit }, text);
}

/** What the field says. */
export function textOf(field: TextField): string {
  return field.before + field.after;
}

/**
 * Puts text at the cursor: a key's, or a paste. Line ends become spaces, those at the ends are dropped;
 * what goes beyond the limit is left out.
 */
export function insertText(field: TextField, text: string): TextField {
  const line = text.replace(/^[\r\n]+|[\r\n]+$/g, '').replace(/[\r\n]+/g, ' ');
  const room = field.limit - splitGraphemes(textOf(field)).length;
  const graphemes = splitGraphemes(line);
  const inserted = graphemes.length <= room ? line : graphemes.slice(0, Math.max(0, room)).join('');
  return { ...field, before: field.before + inserted };
}

const edits: Readonly<Record<string, (field: TextField) => TextField>> = {
  left: field => {
    const moved = lastGrapheme(field.before);
    return { ...field, before: dropEnd(field.before, moved), after: moved + field.after };
  },
  right: field => {
    const moved = firstGrapheme(field.after);
    return { ...field, before: field.before + moved, after: field.after.slice(moved.length) };
  },
  home: field => ({ ...field, before: '', after: textOf(field) }),
  end: field => ({ ...field, before: textOf(field), after: '' }),
  backspace: field => ({ ...field, before: dropEnd(field.before, lastGrapheme(field.before)) }),
  delete: field => ({ ...field, after: field.after.slice(firstGrapheme(field.after).length) }),
  'ctrl-u': field => ({ ...field, before: '' }),
  'ctrl-k': field => ({ ...field, after: '' }),
  'ctrl-w': field => ({ ...field, before: field.before.replace(/\S*\s*$/u, '') }),
};

const sameEdit: Readonly<Record<string, string>> = { 'ctrl-a': 'home', 'ctrl-e': 'end', 'ctrl-d': 'delete' };

/** The field after a key; undefined when the key means nothing to a field and may be used elsewhere. */
export function editField(field: TextField, key: Key): TextField | undefined {
  if (key.text !== undefined) return insertText(field, key.text);
  return edits[sameEdit[key.name] ?? key.name]?.(field);
}

/** The part of the field that fits a width, with the grapheme the cursor stands on (a space at the end). */
export type FieldWindow = { readonly before: string; readonly at: string; readonly after: string };

/** Scrolls the field sideways so that the cursor is seen. Takes at most `width` cells (at least 4). */
export function windowOfField(field: TextField, width: number): FieldWindow {
  const at = firstGrapheme(field.after) || ' ';
  let room = Math.max(4, width) - displayWidth(at);
  const before: string[] = [];
  for (const grapheme of splitGraphemes(field.before).toReversed()) {
    room -= displayWidth(grapheme);
    if (room < 0) return { before: before.join(''), at, after: '' };
    before.unshift(grapheme);
  }
  const after: string[] = [];
  for (const grapheme of splitGraphemes(field.after.slice(field.after === '' ? 0 : at.length))) {
    room -= displayWidth(grapheme);
    if (room < 0) break;
    after.push(grapheme);
  }
  return { before: before.join(''), at, after: after.join('') };
}

function firstGrapheme(text: string): string {
  return splitGraphemes(text)[0] ?? '';
}

function lastGrapheme(text: string): string {
  return splitGraphemes(text).at(-1) ?? '';
}

function dropEnd(text: string, end: string): string {
  return text.slice(0, text.length - end.length);
}
