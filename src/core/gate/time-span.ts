const unitsMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;

/** What a span of time looks like: `30m`, `12h`, `7d`. */
export const timeSpanForm = /^(\d{1,6}(?:\.\d{1,3})?)([smhd])$/;

/** What a span has to be, in words. */
export const timeSpanWords = 'a span of time above 0, such as 30m, 12h or 7d';

/** Milliseconds of a span such as `30m`, `12h` or `7d`; undefined for anything else, and for 0. Pure. */
export function parseTimeSpan(text: string): number | undefined {
  const [, amount, unit] = timeSpanForm.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const spanMs = Number(amount) * unitsMs[unit as keyof typeof unitsMs];
  return spanMs > 0 ? spanMs : undefined;
}

/** A span as {@link parseTimeSpan} reads it, in the largest unit of which it is a whole number. Pure. */
export function formatTimeSpan(spanMs: number): string {
  for (const [unit, unitMs] of Object.entries(unitsMs)) {
    if (spanMs % unitMs === 0) return `${spanMs / unitMs}${unit}`;
  }
  return `${spanMs / unitsMs.s}s`;
}
