import {
  type Check,
  countFrom,
  digest,
  type Fields,
  findFieldProblem,
  findOptionalProblem,
  flag,
  isJsonObject,
  listOf,
  nullOr,
  numbersByName,
  objectOf,
  oneOf,
  textUpTo,
  time,
} from '../checks/field-checks.ts';
import { verdicts } from '../gate/report.ts';
import { findNameProblem } from '../names/name-problem.ts';
import type { Json } from './canonical-json.ts';
import { formatCanonicalJson } from './canonical-json.ts';
import type { HistoryEntry } from './entry.ts';
import { historyActions, versionStates } from './entry.ts';
import { formatOf, historyFormat } from './entry-format.ts';

/** Longest texts and lists in an entry, in UTF-16 units and items. */
export const entryLimits = {
  text: 16_384,
  id: 128,
  moves: 256,
  facts: 10_000,
  tags: 256,
  metrics: 1_000,
  metric: 200,
} as const;

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
  if (!isJsonObject(json)) return { parsed: 'malformed', problem: 'not an object' };
  const format = json.format;
  if (typeof format === 'number' && Number.isSafeInteger(format) && format > historyFormat) {
    return { parsed: 'too-new', format };
  }
  const problem = findFieldProblem(entryFields, json, '');
  if (problem !== undefined) return { parsed: 'malformed', problem };
  if ((json.generation === 1) !== (json.previousDigest === null)) {
    return { parsed: 'malformed', problem: 'previousDigest is null at generation 1 and nowhere else' };
  }
  const entry = json as HistoryEntry;
  const needed = formatOf(entry);
  return entry.format < needed
    ? { parsed: 'malformed', problem: `format is ${entry.format}, and what it records needs ${needed}` }
    : { parsed: 'entry', entry };
}

/** The bytes an entry is stored as: canonical JSON and a newline. Pure. The digest of an entry is taken over exactly these. */
export function formatHistoryEntry(entry: HistoryEntry): string {
  return `${formatCanonicalJson(entry as unknown as Json)}\n`;
}

const text = textUpTo(entryLimits.text);
const id: Check = value => {
  if (typeof value !== 'string' || value === '') return 'is not an id';
  return value.length > entryLimits.id ? `is longer than ${entryLimits.id}` : undefined;
};
const name: Check = value => (typeof value === 'string' ? findNameProblem(value) : 'is not a name');
const state = oneOf(versionStates);

const factFields: Readonly<Record<string, Fields>> = {
  registered: { version: name, metadataSha256: digest },
  held: { version: nullOr(name) },
  released: { version: nullOr(name) },
  state: { version: name, from: state, to: state },
  described: { version: nullOr(name), notes: nullOr(text), tags: nullOr(listOf(text, entryLimits.tags)) },
  scored: { version: name, metrics: numbersByName(entryLimits.metrics, entryLimits.metric) },
  digest: { version: name, check: oneOf(['verified', 'unverified', 'nothing-recorded']) },
  gated: {
    version: name,
    alias: name,
    verdict: oneOf(verdicts),
    policy: text,
    policySha256: digest,
    reportSha256: digest,
    evaluatedAt: time,
    expiresAt: time,
  },
  published: { version: name, hub: text, repository: text, tag: text, commit: text },
  'rolled-back-before': { version: name, target: name, at: text, actor: text, reason: text },
};

/** Fields that older programs leave out. */
const laterFields: Readonly<Record<string, Fields>> = {
  described: { description: text, owner: text },
  registered: { finishedLater: flag },
};

const fact: Check = (value, path) => {
  if (!isJsonObject(value)) return 'is not an object';
  const kind = value.kind;
  const fields = typeof kind === 'string' && Object.hasOwn(factFields, kind) ? factFields[kind] : undefined;
  if (fields === undefined) return 'is of no known kind';
  const problem = findFieldProblem(fields, value, `${path}.`);
  return problem ?? findOptionalProblem(laterFields[String(kind)] ?? {}, value, `${path}.`);
};

const boundGate = objectOf({ policy: text, policySha256: digest, reportSha256: digest });

const gateRecord: Check = (value, path) => {
  if (!isJsonObject(value)) return 'is not an object';
  const known = findFieldProblem(
    { verdict: oneOf(['NONE', ...verdicts]), overridden: flag },
    value,
    `${path}.`,
  );
  if (known !== undefined) return known;
  if (value.unbound !== undefined && value.unbound !== true) return 'has an unbound that is not true';
  return value.bound === undefined ? undefined : boundGate(value.bound, `${path}.bound`);
};

const entryFields: Fields = {
  format: oneOf([1, 2, historyFormat]),
  model: name,
  generation: countFrom(1),
  previousDigest: nullOr(digest),
  operationId: id,
  at: time,
  actor: text,
  action: oneOf(historyActions),
  moves: listOf(objectOf({ alias: name, from: nullOr(name), to: nullOr(name) }), entryLimits.moves),
  facts: listOf(fact, entryLimits.facts),
  reason: nullOr(text),
  gate: gateRecord,
  reverts: nullOr(id),
  tool: text,
};
