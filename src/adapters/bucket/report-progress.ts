import type { CallOptions } from '../../core/ports/object-store.ts';

/** Smaller bodies are over before anybody could read a figure. */
const leastBytes = 1024 * 1024;

/** Adds up the bytes of one body and tells the caller, where the body is large enough for it. Returns what to call with each piece. */
export function reportProgress(
  totalBytes: number,
  onProgress: CallOptions['onProgress'],
): (pieceBytes: number) => void {
  if (onProgress === undefined || totalBytes <= leastBytes) return () => undefined;
  let doneBytes = 0;
  return pieceBytes => {
    doneBytes += pieceBytes;
    onProgress(doneBytes, totalBytes);
  };
}
