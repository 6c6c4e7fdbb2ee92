import { findNameProblem } from '../names/name-problem.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { Json } from './canonical-json.ts';
import { formatCanonicalJson } from './canonical-json.ts';
import type { HistoryEntry } from './entry.ts';
import { historyActions, versionStates } from './entry.ts';

/** Largest format number this program reads and writes. */
export const historyFormat = 1;

/** Longest texts and lists in an entry, in UTF-16 units and items. */
export const entryLimits = { text: 16_384, id: 128, moves: 256, facts: 10_000, tags: 256 } as const;

/** What a JSON value turned out to be when read as a history entry. */
export type ParsedEntry =
  | { readonly parsed: 'entry'; readonly entry: HistoryEntry }
  /** A newer lastgood wrote it; it says nothing about damage. */
  | { readonly parsed: 'too-new'; readonly format: number }
  | { readonly parsed: 'malformed'; readonly problem: string };

/**
 * Reads a JSON value as a history entry: every field present, of its type and within its limit. Fields that are not ours
 * are kept, so that {@link formatHistoryEntry} gives the same bytes back. Pure.
 */
export function parseHistoryEntry(json: unknown): ParsedEntry {
  if (!isObject(json)) return { parsed: 'malformed', problem: 'not an object' };
  const format = json.format;
  if (typeof format === 'number' && Number.isSafeInteger(format) && format > historyFormat) {
    return { parsed: 'too-new', format };
  }
  const problem = findProblem(entryFields, json, '');
  if (problem !== undefined) return { parsed: 'malformed', problem };
  if ((json.generation === 1) !== (json.previousDigest === null)) {
    return { parsed: 'malformed', problem: 'previousDigest is null at generation 1 and nowhere else' };
  }
  return { parsed: 'entry', entry: json as HistoryEntry };
}

/** The bytes an entry is stored as: canonical JSON and a newline. Pure. The digest of an entry is taken over exactly these. */
export function formatHistoryEntry(entry: HistoryEntry): string {
  return `${formatCanonicalJson(entry as unknown as Json)}\n`;
}

/** Says what is wrong with a value, in words that follow the field's name, or undefined. */
type Check = (value: unknown, path: string) => string | undefined;
type Fields = Readonly<Record<string, Check>>;

const text: Check = value => {
  if (typeof value !== 'string') return 'is not a text';
  return value.length > entryLimits.text ? `is longer than ${entryLimits.text}` : undefined;
};
const id: Check = value => {
  if (typeof value !== 'string' || value === '') return 'is not an id';
  return value.length > entryLimits.id ? `is longer than ${entryLimits.id}` : undefined;
};
const name: Check = value => (typeof value === 'string' ? findNameProblem(value) : 'is not a name');
const digest: Check = value =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? undefined : 'is not a sha256';
const time: Check = value =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value))
    ? undefined
    : 'is not a time in UTC';
const flag: Check = value => (typeof value === 'boolean' ? undefined : 'is not true or false');
const count: Check = value =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
    ? undefined
    : 'is not a whole number from 1';

function nullOr(check: Check): Check {
  return (value, path) => (value === null ? undefined : check(value, path));
}

function oneOf(values: readonly (string | number)[]): Check {
  const known: ReadonlySet<unknown> = new Set(values);
  return value => (known.has(value) ? undefined : `is none of ${values.join(', ')}`);
}

function listOf(check: Check, limit: number): Check {
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

function objectOf(fields: Fields): Check {
  return (value, path) => (isObject(value) ? findProblem(fields, value, `${path}.`) : 'is not an object');
}

const state = oneOf(versionStates);

const factFields: Readonly<Record<string, Fields>> = {
  registered: { version: name, metadataSha256: digest },
  held: { version: nullOr(name) },
  released: { version: nullOr(name) },
  state: { version: name, from: state, to: state },
  described: { version: nullOr(name), notes: nullOr(text), tags: nullOr(listOf(text, entryLimits.tags)) },
  digest: { version: name, check: oneOf(['verified', 'unverified', 'nothing-recorded']) },
  'rolled-back-before': { version: name, target: name, at: text, actor: text, reason: text },
};

const fact: Check = (value, path) => {
  if (!isObject(value)) return 'is not an object';
  const kind = value.kind;
  const fields = typeof kind === 'string' && Object.hasOwn(factFields, kind) ? factFields[kind] : undefined;
  return fields === undefined ? 'is of no known kind' : findProblem(fields, value, `${path}.`);
};

const entryFields: Fields = {
  format: oneOf([historyFormat]),
  model: name,
  generation: count,
  previousDigest: nullOr(digest),
  operationId: id,
  at: time,
  actor: text,
  action: oneOf(historyActions),
  moves: listOf(objectOf({ alias: name, from: nullOr(name), to: nullOr(name) }), entryLimits.moves),
  facts: listOf(fact, entryLimits.facts),
  reason: nullOr(text),
  gate: objectOf({ verdict: oneOf(['NONE', 'PASS', 'FAIL', 'INCONCLUSIVE', 'ERROR']), overridden: flag }),
  reverts: nullOr(id),
  tool: text,
};

function findProblem(
  fields: Fields,
  object: Readonly<Record<string, unknown>>,
  path: string,
): string | undefined {
  for (const [field, check] of Object.entries(fields)) {
    const problem = Object.hasOwn(object, field) ? check(object[field], `${path}${field}`) : 'is missing';
    if (problem !== undefined) return makeSafeText(`${path}${field} ${problem}`, { limit: 200 });
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
