/** A duration in its two largest parts: `80 ms`, `4.2 s`, `3m 05s`, `2h 07m`, `5d 03h`. Negative ones count as zero. */
export function formatDuration(durationMs: number): string {
  const wholeMs = Math.max(0, Math.round(durationMs));
  if (wholeMs < 1000) return `${wholeMs} ms`;
  if (wholeMs < 60_000) return `${(Math.floor(wholeMs / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(wholeMs / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${twoDigits(seconds % 60)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)}d ${twoDigits(hours % 24)}h`;
}

/** A duration by its largest part only: `12s`, `5m`, `7h`, `18d`. For columns. */
export function formatSpan(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
