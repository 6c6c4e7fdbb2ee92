import { refusals } from './answer.ts';

/** A part of a multipart body; without a content type when the client named none, as Go's parts do. */
export type Part = { readonly contentType: string | undefined; readonly body: Buffer };

/**
 * Takes a multipart body apart. Lines may end in `\r\n` or, as Python's apitools writes them, in `\n` alone;
 * the boundary may be quoted, by apitools in single quotes; parts may have no header at all.
 * @throws Refusal 400 when there is no boundary, or the body does not end with it
 */
export function parseMultipart(contentType: string, body: Buffer): readonly Part[] {
  const [, text, quoted] = /boundary=((["']).+?\2|[^;\s]+)/i.exec(contentType) ?? [];
  const boundary = quoted === undefined ? text : text?.slice(1, -1);
  if (boundary === undefined) throw refusals.invalid('Missing boundary in the multipart content type.');
  const parts: Part[] = [];
  let found = findDelimiter(body, boundary, 0);
  while (found !== undefined && !found.isLast) {
    const next = findDelimiter(body, boundary, found.end);
    if (next === undefined) break;
    parts.push(parsePart(body.subarray(found.end, next.start)));
    found = next;
  }
  if (found === undefined || !found.isLast) throw refusals.invalid('Malformed multipart body.');
  return parts;
}

type Delimiter = { readonly start: number; readonly end: number; readonly isLast: boolean };

/** A line of its own that is `--boundary` or `--boundary--`; the line end before it belongs to it. */
function findDelimiter(body: Buffer, boundary: string, from: number): Delimiter | undefined {
  const text = `--${boundary}`;
  for (let at = body.indexOf(text, from); at >= 0; at = body.indexOf(text, at + 1)) {
    const start = at - lineEndBefore(body, at);
    if (at > 0 && start === at && at !== from) continue;
    const rest = /^(--)?[ \t]*(?:\r?\n|$)/.exec(
      body.toString('latin1', at + text.length, at + text.length + 80),
    );
    if (rest === null) continue;
    return { start: Math.max(start, from), end: at + text.length + rest[0].length, isLast: rest[1] === '--' };
  }
  return undefined;
}

function lineEndBefore(body: Buffer, at: number): number {
  if (body[at - 1] !== 0x0a) return 0;
  return body[at - 2] === 0x0d ? 2 : 1;
}

/** Headers end with an empty line; a part that starts with one has none. */
function parsePart(part: Buffer): Part {
  const head = /^(?:[\x21-\x7e]+:[^\r\n]*\r?\n)*\r?\n/.exec(part.toString('latin1', 0, 8192))?.[0];
  if (head === undefined) throw refusals.invalid('Malformed multipart body.');
  const contentType = /^content-type:[ \t]*([^\r\n]*?)[ \t]*\r?$/im.exec(head)?.[1];
  return { contentType, body: part.subarray(head.length) };
}
