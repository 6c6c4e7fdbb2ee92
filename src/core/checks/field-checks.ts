import { makeSafeText } from '../text/safe-text.ts';

/** Says what is wrong with a JSON value, in words that follow the field's name, or undefined. Pure. */
export type Check = (value: unknown, path: string) => string | undefined;

/** The fields an object must have; it may have others. */
export type Fields = Readonly<Record<string, Check>>;

/** A text of at most so many UTF-16 units. */
export function textUpTo(limit: number): Check {
  return value => {
    if (typeof value !== 'string') return 'is not a text';
    return value.length > limit ? `is longer than ${limit}` : undefined;
  };
}

/** A sha256 in small hexadecimal digits. */
export const digest: Check = value =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? undefined : 'is not a sha256';

/** An ISO 8601 time in UTC. */
export const time: Check = value =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value))
    ? undefined
    : 'is not a time in UTC';

/** True or false. */
export const flag: Check = value => (typeof value === 'boolean' ? undefined : 'is not true or false');

/** A finite number. */
export const number: Check = value => (Number.isFinite(value) ? undefined : 'is not a finite number');

/** A whole number from `least`. */
export function countFrom(least: number): Check {
  return value =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least
      ? undefined
      : `is not a whole number from ${least}`;
}

/** The same, or null. */
export function nullOr(check: Check): Check {
  return (value, path) => (value === null ? undefined : check(value, path));
}

/** One of the values named. */
export function oneOf(values: readonly (string | number)[]): Check {
  const known: ReadonlySet<unknown> = new Set(values);
  return value => (known.has(value) ? undefined : `is none of ${values.join(', ')}`);
}

/** A list of at most `limit` items that all pass. */
export function listOf(check: Check, limit: number): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return 'is not a list';
    if (value.length > limit) return `has more than ${limit} items`;
    for (const [index, item] of value.entries()) {
      const problem = check(item, `${path}[${index}]`);
      if (problem !== undefined) return `has an item ${index} that ${problem}`;
    }
    return undefined;
  };
}

/** An object with these fields. */
export function objectOf(fields: Fields): Check {
  return (value, path) =>
    isJsonObject(value) ? findFieldProblem(fields, value, `${path}.`) : 'is not an object';
}

/** An object of finite numbers: at most `limit` of them, their names not empty and at most so many UTF-16 units. */
export function numbersByName(limit: number, nameLimit: number): Check {
  return (value, path) => {
    if (!isJsonObject(value)) return 'is not an object';
    const entries = Object.entries(value);
    if (entries.length > limit) return `has more than ${limit} numbers`;
    for (const [name, each] of entries) {
      if (name === '' || name.length > nameLimit)
        return `has a name that is empty or longer than ${nameLimit}`;
      const problem = number(each, path);
      if (problem !== undefined) return `has a ${name} that ${problem}`;
    }
    return undefined;
  };
}

/** The first field that is missing or wrong, with what is wrong with it, safe to show; undefined when all are right. Pure. */
export function findFieldProblem(
  fields: Fields,
  object: Readonly<Record<string, unknown>>,
  path: string,
): string | undefined {
  // Objects come by the thousand: nothing is made for a field that is right.
  for (const field of Object.keys(fields)) {
    const problem = Object.hasOwn(object, field)
      ? fields[field]?.(object[field], path === '' ? field : `${path}${field}`)
      : 'is missing';
    if (problem !== undefined) return makeSafeText(`${path}${field} ${problem}`, { limit: 200 });
  }
  return undefined;
}

/** The same of fields that may be left out: only those that are there are looked at. Pure. */
export function findOptionalProblem(
  fields: Fields,
  object: Readonly<Record<string, unknown>>,
  path: string,
): string | undefined {
  const present = Object.entries(fields).filter(([field]) => Object.hasOwn(object, field));
  return findFieldProblem(Object.fromEntries(present), object, path);
}

/** Whether a JSON value is an object and no list. Pure. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
