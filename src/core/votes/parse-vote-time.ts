const form =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:[Zz]|([+-])(\d{2}):?(\d{2}))?$/;

/** Longest text that is looked at, in characters. */
const longestTime = 40;

const minuteMs = 60_000;

/**
 * Milliseconds since the epoch of a time as browsers (`2026-03-01T12:00:00.000Z`) and Python (`2026-03-01 12:00:00.123456`) write it.
 * One without a zone is UTC, as the page that collects votes takes it. Undefined for anything else, and for days that there are not.
 * Pure.
 */
export function parseVoteTime(text: string): number | undefined {
  const parts = text.length > longestTime ? null : form.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour, zoneMinute] = parts;
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second ?? 0)];
  const [zoneHours, zoneMinutes] = [Number(zoneHour ?? 0), Number(zoneMinute ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59 || zoneHours > 23 || zoneMinutes > 59) return undefined;
  const dayMs = Date.parse(`${year}-${month}-${day}T00:00:00.000Z`);
  if (Number.isNaN(dayMs) || new Date(dayMs).getUTCDate() !== Number(day)) return undefined;
  const offsetMs = (zoneHours * 60 + zoneMinutes) * minuteMs * (sign === '-' ? -1 : 1);
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return dayMs + (hours * 60 + minutes) * minuteMs + seconds * 1000 + milliseconds - offsetMs;
}
