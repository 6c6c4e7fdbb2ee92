/** What a file said last, by its name: the same bytes are not taken apart again. */
export type ParseMemory<Value> = (bytes: Uint8Array, file: string) => Value;

/** Starts with nothing remembered. @param parse called once for each text a file has */
export function createParseMemory<Value>(parse: ParseMemory<Value>): ParseMemory<Value> {
  const known = new Map<string, { readonly bytes: Uint8Array; readonly value: Value }>();
  return (bytes, file) => {
    const kept = known.get(file);
    if (kept !== undefined && Buffer.compare(kept.bytes, bytes) === 0) return kept.value;
    const value = parse(bytes, file);
    // A copy: whoever reads many files reads them into the same place.
    known.set(file, { bytes: Uint8Array.from(bytes), value });
    return value;
  };
}
