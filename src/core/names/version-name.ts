import { checkVersionName } from './model-name.ts';

/**
 * The printed name of a version however it was typed: `7`, `v7`, `V7` and `<model>_v7` give `v7`; a longer name after
 * `<model>_v` loses the model too (`<model>_v2b` gives `v2b`). Any other name stays as it is. Pure.
 * @throws InvalidInputError `invalid-name`.
 */
export function parseVersionName(model: string, text: string): string {
  const prefix = `${model}_`;
  const rest = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  const name = /^[vV][0-9]/.test(rest) ? rest : text;
  const number = /^[vV]?(0|[1-9][0-9]*)$/.exec(name)?.[1];
  return checkVersionName(number === undefined ? name : `v${number}`);
}

/**
 * Order of version names, oldest first, for `sort`: v9 before v10, v2.9 before v2.10, v2 before v2b, a pre-release
 * before its release (1.0.0-rc.1 before 1.0.0), dates and run names naturally. Pure. One total order: 0 only for equal names.
 * @see https://semver.org/#spec-item-11
 */
export function compareVersionNames(a: string, b: string): number {
  if (a === b) return 0;
  if (plainNumber.test(a) && plainNumber.test(b)) return Number(a.slice(1)) - Number(b.slice(1));
  return compareParts(splitIntoParts(a), splitIntoParts(b)) || compareText(a, b);
}

/** The items in the order of their version names, oldest first, each name taken apart at most once. Pure. */
export function sortByVersionName<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): readonly Item[] {
  return items
    .map(item => makeKeyed(item, nameOf(item)))
    .sort(compareKeyed)
    .map(keyed => keyed.item);
}

/** An item with its name as numbers, or taken apart once that is needed. */
type Keyed<Item> = {
  readonly item: Item;
  readonly name: string;
  readonly numbers: readonly number[] | undefined;
  parts: readonly Part[] | undefined;
};

function makeKeyed<Item>(item: Item, name: string): Keyed<Item> {
  return { item, name, numbers: readNumbers(name), parts: undefined };
}

function compareKeyed(a: Keyed<unknown>, b: Keyed<unknown>): number {
  if (a.numbers !== undefined && b.numbers !== undefined) return compareNumbers(a.numbers, b.numbers);
  a.parts ??= splitIntoParts(a.name);
  b.parts ??= splitIntoParts(b.name);
  return compareParts(a.parts, b.parts) || compareText(a.name, b.name);
}

/** `v2` and `v2.10` as numbers, which need not be taken apart to be compared; undefined for every other form. */
function readNumbers(name: string): readonly number[] | undefined {
  if (plainNumber.test(name)) return [Number(name.slice(1))];
  return plainNumbers.test(name) ? name.slice(1).split('.').map(Number) : undefined;
}

const plainNumbers = /^v(?:0|[1-9][0-9]{0,14})(?:\.(?:0|[1-9][0-9]{0,14}))*$/;

/** Of two that begin alike the shorter is older, as v2 is before v2.0. */
function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const order = (a[index] ?? 0) - (b[index] ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** By far the commonest form, compared without being taken apart. */
const plainNumber = /^v(?:0|[1-9][0-9]{0,14})$/;

/**
 * Parts compare by rank first, and a name is compared part by part. This makes the order total whatever the names are:
 * a pre-release mark comes before the end of a name, everything else after it.
 */
type Part =
  | { readonly rank: 0; readonly mark: 'pre-release' }
  | { readonly rank: 1; readonly mark: 'end' }
  | { readonly rank: 2; readonly mark: 'separator' }
  | { readonly rank: 3; readonly digits: string }
  | { readonly rank: 4; readonly word: string };

const preRelease: Part = { rank: 0, mark: 'pre-release' };
const end: Part = { rank: 1, mark: 'end' };
const separator: Part = { rank: 2, mark: 'separator' };

const number = '(?:0|[1-9][0-9]*)';
/** `1.0.0-…` as semantic versioning has it, or any number followed by a word that says "not yet". */
const preReleaseForms = [
  new RegExp(`^(v?${number}\\.${number}\\.${number})-([0-9a-z.-]+)(?:\\+.*)?$`),
  /^(v?[0-9]+(?:\.[0-9]+)*)[-._]?((?:alpha|beta|rc|pre|preview|dev|snapshot)(?:[-._]?[0-9]+)?)$/,
] as const;

function splitIntoParts(name: string): readonly Part[] {
  const lower = name.toLowerCase();
  for (const form of preReleaseForms) {
    const match = form.exec(lower);
    if (match !== null)
      return [...splitPlain(match[1] ?? ''), preRelease, ...splitPlain(match[2] ?? ''), end];
  }
  return [...splitPlain(lower), end];
}

function splitPlain(text: string): readonly Part[] {
  const parts: Part[] = [];
  const withoutV = text.replace(/^v(?=[0-9])/, '');
  for (const [piece] of withoutV.matchAll(/[0-9]+|[-._ +]+|[^-._ +0-9]+/g)) {
    if (/^[0-9]/.test(piece)) parts.push({ rank: 3, digits: piece.replace(/^0+(?=.)/, '') });
    else if (/^[-._ +]/.test(piece)) parts.push(separator);
    else parts.push({ rank: 4, word: piece });
  }
  return parts;
}

function compareParts(a: readonly Part[], b: readonly Part[]): number {
  for (const [index, left] of a.entries()) {
    const order = comparePart(left, b[index] ?? end);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePart(a: Part, b: Part): number {
  if (a.rank === 3 && b.rank === 3)
    return a.digits.length - b.digits.length || compareText(a.digits, b.digits);
  if (a.rank === 4 && b.rank === 4) return compareText(a.word, b.word);
  return a.rank - b.rank;
}

/** By UTF-16 code units, the same on every machine and locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
