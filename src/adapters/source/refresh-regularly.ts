/**
 * Refreshes at once and then again and again, `everyMs` after the end of the time before, until the returned function is called, which
 * also gives up the one that runs. A failure is for `refresh` to remember: the next one follows all the same.
 * @param onEnd called after each
 */
export function refreshRegularly(
  refresh: (signal: AbortSignal) => Promise<unknown>,
  everyMs: number,
  onEnd: () => void,
): () => void {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    await refresh(stop.signal).catch(() => undefined);
    if (stop.signal.aborted) return;
    timer = setTimeout(() => void run(), everyMs);
    timer.unref();
    onEnd();
  };
  void run();
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}
