import { createHash, hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { UnavailableError } from '../../core/errors/app-error.ts';
import type { ObjectWrite } from '../../core/ports/object-store.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { toFileError, withFileErrors } from '../files/file-errors.ts';
import { withRegularFile } from '../files/node-file-system.ts';

const pieceBytes = 256 * 1024;
const doing = 'read the file that is sent';

/** The bytes of a write, ready to be sent as often as it takes. */
export type UploadBody = {
  readonly sizeBytes: number;
  /** Hex. */
  readonly md5: string;
  /** All of them where they are few, or in pieces of a file. */
  readonly content: Uint8Array | (() => AsyncIterable<Uint8Array>);
};

/**
 * Opens the body of a write, takes its md5 and hands it over; a file is closed in every case.
 * @throws UnavailableError when the file cannot be read, or changes while it is sent.
 */
export async function withUploadBody<Result>(
  body: ObjectWrite['body'],
  signal: AbortSignal | undefined,
  work: (ready: UploadBody) => Promise<Result>,
): Promise<Result> {
  if (body.from === 'bytes') return work(holdBytes(body.bytes));
  const { path } = body;
  try {
    return await withRegularFile(path, async (handle, sizeBytes) => {
      const content = (): AsyncIterable<Uint8Array> => readPieces(handle, sizeBytes, path);
      if (sizeBytes <= pieceBytes) return work(holdBytes(await joinPieces(content())));
      const md5 = await hashPieces(content(), signal);
      return work({ sizeBytes, md5, content });
    });
  } catch (thrown) {
    throw toFileError(thrown, doing, path);
  }
}

/** The bytes of a body in pieces, whichever way it holds them. */
export async function* eachPiece(body: UploadBody): AsyncGenerator<Uint8Array> {
  if (typeof body.content === 'function') yield* body.content();
  else
    for (let start = 0; start < body.sizeBytes; start += pieceBytes)
      yield body.content.subarray(start, start + pieceBytes);
}

function holdBytes(bytes: Uint8Array): UploadBody {
  return { sizeBytes: bytes.length, md5: hash('md5', bytes), content: bytes };
}

async function* readPieces(handle: FileHandle, sizeBytes: number, path: string): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < sizeBytes; ) {
    // A buffer of its own for each piece: the one before may still wait in a socket.
    const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, sizeBytes - position));
    const { bytesRead } = await withFileErrors(doing, path, () =>
      handle.read(buffer, 0, buffer.length, position),
    );
    if (bytesRead === 0) throw describeShrunkFile(path);
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function joinPieces(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

async function hashPieces(
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const digest = createHash('md5');
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    digest.update(piece);
  }
  return digest.digest('hex');
}

function describeShrunkFile(path: string): UnavailableError {
  const shown = makeSafeText(path);
  const message = `Cannot send ${shown}: it became shorter while it was read.`;
  return new UnavailableError('file-system-failed', message, { data: { path: shown } });
}
