/** How often a long piece of work tells how far it is, in milliseconds: enough to be alive, little enough for a slow line. */
const progressIntervalMs = 200;

/** Lets through the first call, the last one, and in between one per interval. */
export function limitRate(
  report: (done: number, total: number) => void,
): (done: number, total: number) => void {
  let nextAt = 0;
  return (done, total) => {
    const nowMs = performance.now();
    if (nowMs < nextAt && done < total) return;
    nextAt = nowMs + progressIntervalMs;
    report(done, total);
  };
}
