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
 * @param open gives the stream, on the first write: Node takes milliseconds to make one
 * @param onFailure told when output was lost for any other reason, such as a full disk
 */
export function createOutput(
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
  return {
    write: text => {
      stream ??= open().on('error', onError);
      if (isRead) stream.write(text);
    },
    failure: () => failure,
  };
}
