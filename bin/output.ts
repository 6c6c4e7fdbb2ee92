import { writeSync } from 'node:fs';

/** A stream that is written to until nobody reads it any more. */
export type Output = {
  readonly write: (text: string) => void;
  /** The failure that lost output; undefined when there was none. A reader that went away (`| head`) is not one. */
  readonly failure: () => Error | undefined;
};

/** What a reader that went away gives: a closed pipe or socket, a terminal that hung up. */
const readerGone: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED']);

/**
 * Writes to a standard stream. When its reader goes away the rest is dropped and the work goes on: what a command was asked to do
 * does not depend on who watches.
 * @param descriptor written to directly, because Node takes milliseconds to make a stream
 * @param open gives the stream, for what a descriptor that does not wait refuses to take at once
 * @param onFailure told when output was lost for any other reason, such as a full disk
 */
export function createOutput(
  descriptor: number,
  open: () => NodeJS.WriteStream,
  onFailure: (error: Error) => void = () => undefined,
): Output {
  let stream: NodeJS.WriteStream | undefined;
  let isRead = true;
  let failure: Error | undefined;
  const onError = (error: NodeJS.ErrnoException): void => {
    const isFirst = isRead;
    isRead = false;
    if (!isFirst || readerGone.has(error.code ?? '')) return;
    failure = error;
    onFailure(error);
  };
  const continueInStream = (rest: Uint8Array): void => {
    stream ??= open().on('error', onError);
    stream.write(rest);
  };
  return {
    write: text => {
      if (!isRead) return;
      const bytes = Buffer.from(text);
      if (stream !== undefined) return continueInStream(bytes);
      let written = 0;
      try {
        while (written < bytes.length) written += writeSync(descriptor, bytes, written);
      } catch (thrown) {
        const error = thrown as NodeJS.ErrnoException;
        if (error.code === 'EAGAIN') continueInStream(bytes.subarray(written));
        else onError(error);
      }
    },
    failure: () => failure,
  };
}
