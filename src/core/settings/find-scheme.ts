/** The scheme of an address, in lower case; undefined for anything else. Pure. */
export function findScheme(text: string): string | undefined {
  // One slash is enough: `gs:/bucket` is what a path library makes of the address.
  return /^([A-Za-z][A-Za-z0-9+.-]+):\//.exec(text)?.[1]?.toLowerCase();
}
