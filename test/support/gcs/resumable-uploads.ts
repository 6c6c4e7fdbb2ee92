import { randomUUID } from 'node:crypto';
import { type Answer, answerEmpty, answerJson, Refusal, refusals } from './answer.ts';
import type { Conditions } from './conditions.ts';
import { parseUploadRange, type UploadRange } from './content-range.ts';
import { type ApiRequest, headerOf } from './request.ts';

/** What a resumable upload was begun with. */
export type UploadStart = {
  readonly bucket: string;
  readonly name: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly conditions: Conditions;
  readonly expectGeneration: string | undefined;
};

/** A resumable upload under way, or ended. */
export type Upload = {
  readonly id: string;
  readonly start: UploadStart;
  received: Buffer[];
  receivedBytes: number;
  /** What the last part was answered with; asked again, it is answered again. */
  ended: Readonly<Record<string, unknown>> | undefined;
};

/** Resumable uploads by their ids. */
export type UploadTable = Map<string, Upload>;

/** Of a part that broke off, and of parts that are not the last, whole multiples of this are kept. */
const grainBytes = 256 * 1024;

/** Begins an upload; its conditions were checked. The answer carries the address its parts are sent to. */
export function beginUpload(uploads: UploadTable, start: UploadStart, baseUrl: string): Answer {
  const id = randomUUID();
  uploads.set(id, { id, start, received: [], receivedBytes: 0, ended: undefined });
  const query = new URLSearchParams({ uploadType: 'resumable', upload_id: id, name: start.name });
  const location = `${baseUrl}/upload/storage/v1/b/${encodeURIComponent(start.bucket)}/o?${query}`;
  return answerEmpty(200, { location, 'x-guploader-uploadid': id });
}

/**
 * Takes a part of an upload, tells how far it is, or gives it up (DELETE). With the last part `finish`
 * commits the object, under the conditions the upload was begun with, and answers with its document.
 * @throws Refusal 400, 404, 412
 */
export function continueUpload(
  uploads: UploadTable,
  upload: Upload,
  request: ApiRequest,
  finish: (body: Buffer) => Readonly<Record<string, unknown>>,
): Answer {
  if (request.method === 'DELETE') {
    uploads.delete(upload.id);
    return answerEmpty(499);
  }
  if (upload.ended !== undefined) return answerJson(200, upload.ended);
  const range = parseUploadRange(headerOf(request, 'content-range'), request.body.length);
  if (range.asks === 'append') append(upload, request, range);
  const isAll = range.totalBytes === upload.receivedBytes || isEndOfOpen(range, request);
  if (!isAll || !request.isWhole) return answerIncomplete(upload, request);
  upload.ended = finish(Buffer.concat(upload.received));
  upload.received = [];
  return answerJson(200, upload.ended);
}

/** `bytes 0-* /*` ends where the body ends. */
function isEndOfOpen(range: UploadRange, request: ApiRequest): boolean {
  return range.asks === 'append' && range.isOpen && request.isWhole;
}

function append(upload: Upload, request: ApiRequest, range: Extract<UploadRange, { asks: 'append' }>): void {
  // A part that was sent before is skipped as far as it is known already.
  const skip = upload.receivedBytes - range.start;
  if (skip < 0) throw new Refusal(503, 'backendError', 'Invalid request. A part before this one is missing.');
  const fresh = request.body.subarray(Math.min(skip, request.body.length));
  const end = upload.receivedBytes + fresh.length;
  const isLast = request.isWhole && (range.totalBytes === end || range.isOpen);
  if (range.totalBytes !== undefined && end > range.totalBytes)
    throw refusals.invalid('The upload has more bytes than its Content-Range says.');
  const kept = isLast ? fresh : fresh.subarray(0, fresh.length - (end % grainBytes));
  if (kept.length === 0) return;
  upload.received.push(kept);
  upload.receivedBytes += kept.length;
}

/** 308, or 200 with the status in a header for clients in Go, which take 308 for a redirect. */
function answerIncomplete(upload: Upload, request: ApiRequest): Answer {
  const range: Record<string, string> =
    upload.receivedBytes === 0 ? {} : { range: `bytes=0-${upload.receivedBytes - 1}` };
  if (headerOf(request, 'x-guploader-no-308') === 'yes')
    return answerEmpty(200, { ...range, 'x-http-status-code-override': '308' });
  return answerEmpty(308, range);
}
