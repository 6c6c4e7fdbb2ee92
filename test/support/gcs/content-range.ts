import { refusals } from './answer.ts';

/** What a part of a resumable upload says of itself. */
export type UploadRange =
  /** `bytes * /N`, `bytes * /*`: how far are we? (without the blanks) */
  | { readonly asks: 'status'; readonly totalBytes: number | undefined }
  /** `bytes 0-99/100`, `0-99/*`, `0-* /*`, `0-* /100`: these bytes; the end is what the body has. */
  | {
      readonly asks: 'append';
      readonly start: number;
      readonly totalBytes: number | undefined;
      readonly isOpen: boolean;
    };

/** Reads the Content-Range of a part of an upload; none means the whole object. @throws Refusal 400 */
export function parseUploadRange(header: string | undefined, bodyBytes: number): UploadRange {
  if (header === undefined) return { asks: 'append', start: 0, totalBytes: bodyBytes, isOpen: false };
  const parts = /^bytes (?:(\*)|(\d+)-(\d+|\*))\/(\d+|\*)$/.exec(header);
  if (parts === null) throw refusals.invalid(`Failed to parse Content-Range header: ${header}`);
  const [, star, start, end, total] = parts;
  const totalBytes = total === '*' ? undefined : Number(total);
  if (star !== undefined) return { asks: 'status', totalBytes };
  return { asks: 'append', start: Number(start), totalBytes, isOpen: end === '*' };
}

/**
 * The bytes of an object a Range header asks for: first and behind the last. `all` without a header or with
 * one that is no range; `none` when it starts behind the end.
 */
export function parseReadRange(
  header: string | undefined,
  sizeBytes: number,
): 'all' | 'none' | { readonly start: number; readonly end: number } {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'all';
  if (first === '') {
    const start = Math.max(0, sizeBytes - Number(last));
    return start < sizeBytes ? { start, end: sizeBytes } : 'none';
  }
  const start = Number(first);
  const end = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (start >= sizeBytes) return 'none';
  return end > start ? { start, end } : 'all';
}
