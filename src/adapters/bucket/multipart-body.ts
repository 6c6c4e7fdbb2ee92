import { randomUUID } from 'node:crypto';
import type { CallOptions, ObjectWrite } from '../../core/ports/object-store.ts';
import type { RequestBody } from './http-client.ts';
import { reportProgress } from './report-progress.ts';
import { eachPiece, type UploadBody } from './upload-body.ts';

/** Facts and bytes of an object as one body. */
export type MultipartBody = { readonly contentType: string; readonly body: RequestBody };

/** Of all bodies of this process; nobody could have put it into a file. */
const boundary = `lastgood-${randomUUID()}`;
const firstLines = `--${boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n`;
const tail = Buffer.from(`\r\n--${boundary}--\r\n`);

/** What is said of an object when it is written. The bucket refuses bytes that do not have the md5. */
export function describeNewObject(write: ObjectWrite, md5: string): Readonly<Record<string, unknown>> {
  return {
    contentType: write.contentType,
    md5Hash: Buffer.from(md5, 'hex').toString('base64'),
    metadata: write.metadata,
    ...(write.cacheControl === undefined ? {} : { cacheControl: write.cacheControl }),
  };
}

/** The body of an upload of type `multipart`. @see https://cloud.google.com/storage/docs/uploading-objects#rest-upload-objects */
export function createMultipartBody(
  write: ObjectWrite,
  upload: UploadBody,
  onProgress: CallOptions['onProgress'],
): MultipartBody {
  const facts = JSON.stringify(describeNewObject(write, upload.md5));
  const head = Buffer.from(
    `${firstLines}${facts}\r\n--${boundary}\r\nContent-Type: ${write.contentType}\r\n\r\n`,
  );
  const sizeBytes = head.length + upload.sizeBytes + tail.length;
  const { content } = upload;
  const pieces = async function* (): AsyncIterable<Uint8Array> {
    const report = reportProgress(upload.sizeBytes, onProgress);
    yield head;
    for await (const piece of eachPiece(upload)) {
      yield piece;
      report(piece.length);
    }
    yield tail;
  };
  return {
    contentType: `multipart/related; boundary=${boundary}`,
    body: {
      sizeBytes,
      content: typeof content === 'function' ? pieces : Buffer.concat([head, content, tail], sizeBytes),
    },
  };
}
