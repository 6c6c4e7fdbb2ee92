/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON with one spelling per value: object keys sorted by UTF-16 code units, no white space.
 * Pure. Equal values give equal text, so digests of the text can be compared.
 * @throws TypeError for numbers that JSON cannot hold (NaN, Infinity).
 * @see RFC 8785 (JSON Canonicalization Scheme); number and string spelling are ECMAScript's, as there.
 */
export function formatCanonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new TypeError(`JSON cannot hold ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(formatCanonicalJson).join(',')}]`;
  const object = value as { readonly [key: string]: Json };
  const members = Object.keys(object)
    .sort()
    .map(key => `${JSON.stringify(key)}:${formatCanonicalJson(object[key] as Json)}`);
  return `{${members.join(',')}}`;
}
