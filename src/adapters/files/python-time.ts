/** An ISO 8601 UTC time as Python's `datetime.isoformat()` writes it: microseconds and `+00:00`. Pure. */
export function formatPythonTime(at: string): string {
  return at.replace(
    /(?:\.(\d+))?Z$/,
    (_, fraction: string | undefined) => `.${(fraction ?? '').padEnd(6, '0').slice(0, 6)}+00:00`,
  );
}

/** By far the commonest form: UTC by its offset or by having none, and a day that every month has. */
const usualForm =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{3,9})?(?:\+00:00|Z)?$/;

/**
 * A time that Python wrote, as ISO 8601 UTC with milliseconds; one without an offset is taken for UTC.
 * Undefined for anything else. Pure.
 */
export function parsePythonTime(text: string): string | undefined {
  if (usualForm.test(text)) return text[19] === '.' ? `${text.slice(0, 23)}Z` : `${text.slice(0, 19)}.000Z`;
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
    text.trim(),
  );
  if (parts === null) return undefined;
  const [, date, time, fraction = '', offset = 'Z'] = parts;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const parsed = Date.parse(
    `${date}T${time}.${milliseconds}${offset === 'Z' ? 'Z' : offset.replace(/^(.\d{2}):?(\d{2})$/, '$1:$2')}`,
  );
  return Number.isNaN(parsed) ? undefined : new Date(parsed).toISOString();
}
