const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * How long ago a time was, coarsely: `now` under a minute, then `3m`, `2h`, `5d`, `4mo`, `2y`. `?` for a time that cannot be
 * read. A time in the future (clocks differ) is `now` up to an hour ahead, then `ahead`.
 */
export function formatAge(at: string, now: string): string {
  const ageMs = Date.parse(now) - Date.parse(at);
  if (Number.isNaN(ageMs)) return '?';
  if (ageMs < -hourMs) return 'ahead';
  if (ageMs < minuteMs) return 'now';
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)}m`;
  if (ageMs < 2 * dayMs) return `${Math.floor(ageMs / hourMs)}h`;
  const days = Math.floor(ageMs / dayMs);
  if (days < 90) return `${days}d`;
  if (days < 730) return `${Math.floor(days / 30)}mo`;
  return `${Math.floor(days / 365)}y`;
}

/** A time as people write it, to the minute, in UTC: `2026-11-21 08:43`. What cannot be read comes back as it is. */
export function formatMinute(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? at : new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
