/** The printed name of a version of a server: `7` is `v7`. Pure. */
export function printVersion(version: string): string {
  return `v${version}`;
}

/** What the server calls a version; undefined for a name that none of its versions has. Pure. */
export function readVersionNumber(name: string): string | undefined {
  return /^v(0|[1-9][0-9]{0,18})$/.exec(name)?.[1];
}

/** Order of the server's numbers, oldest first: int64, so compared as whole numbers of any size. Pure. */
export function compareNumbers(one: string, other: string): number {
  const [a, b] = [BigInt(one), BigInt(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}
