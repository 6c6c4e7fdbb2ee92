import { findMember, findObject, makeLossless, readScalar, setMember } from '../files/lossless-edit.ts';
import type { LosslessJson, LosslessObject } from '../files/lossless-json.ts';
import { formatPythonTime } from '../files/python-time.ts';
import type { JsonObject } from '../files/read-json.ts';
import { findScorePath, placeScores, plainGroups } from './place-scores.ts';
import type { RecordedDescription, RecordedFacts } from './recorded-facts.ts';

/** The row of a version with what the history says of it; the same row when it says that already. Pure. @param record S2's row from our record */
export function rewriteRow(
  row: LosslessObject,
  version: string,
  facts: RecordedFacts,
  record: JsonObject | undefined,
): LosslessObject {
  const whole = record === undefined ? row : putBackFields(row, record);
  const placed = setDeployed(whole, version, facts, record);
  const described = describeObject(placed, facts.descriptions.get(version));
  return setScores(described, facts.scores.get(version) ?? {});
}

/** The object with notes and tags, and of a model with description and owner, as far as they were said. Pure. */
export function describeObject(
  object: LosslessObject,
  said: RecordedDescription | undefined,
): LosslessObject {
  let described = object;
  for (const key of ['description', 'owner', 'notes'] as const) {
    const text = said?.[key];
    if (text !== undefined) described = setMember(described, key, makeLossless(text));
  }
  const tags = said?.tags;
  return tags === undefined || isListOf(findMember(described, 'tags'), tags)
    ? described
    : setMember(described, 'tags', makeLossless(tags));
}

/** Fields that somebody's tool dropped, as S2's own does with three of them, and that we have on record. */
function putBackFields(row: LosslessObject, record: JsonObject): LosslessObject {
  let whole = row;
  for (const [key, value] of Object.entries(record))
    if (findMember(whole, key) === undefined) whole = setMember(whole, key, makeLossless(value));
  return whole;
}

function setDeployed(
  row: LosslessObject,
  version: string,
  facts: RecordedFacts,
  record: JsonObject | undefined,
): LosslessObject {
  const { live } = facts;
  if (live === undefined) {
    // What is marked though nobody decided about it keeps its word.
    const isMarked = readScalar(findMember(row, 'deployed')) === true;
    return isMarked ? row : setStatus(row, facts.states.get(version));
  }
  if (live.version === version) {
    const marked = setStatus(setMember(row, 'deployed', makeLossless(true)), 'deployed');
    if (live.movedAt === undefined) return marked;
    return setMember(marked, 'deployed_at', makeLossless(formatPythonTime(live.movedAt)));
  }
  const isMarked = findMember(row, 'deployed') !== undefined;
  const unmarked = isMarked ? setMember(row, 'deployed', makeLossless(false)) : row;
  const recorded = facts.states.get(version);
  if (recorded !== undefined) return setStatus(unmarked, recorded);
  if (readScalar(findMember(row, 'status')) !== 'deployed') return unmarked;
  // Live once, and taken back to what nobody recorded; or one of several that another program left so.
  const before = record?.['status'];
  const word = typeof before === 'string' && before !== 'deployed' ? before : 'completed';
  return setStatus(unmarked, facts.wasLive.has(version) ? word : 'deprecated');
}

function setStatus(row: LosslessObject, status: string | undefined): LosslessObject {
  return status === undefined ? row : setMember(row, 'status', makeLossless(status));
}

function setScores(row: LosslessObject, metrics: Readonly<Record<string, number>>): LosslessObject {
  if (Object.keys(metrics).length === 0) return row;
  let scores = findObject(row, 'evaluation_scores') ?? (makeLossless(placeScores({})) as LosslessObject);
  for (const [metric, value] of Object.entries(metrics))
    scores = setAt(scores, findLeaf(scores, metric) ?? findScorePath(metric), makeLossless(value));
  return setMember(row, 'evaluation_scores', scores);
}

type Group = {
  readonly path: readonly string[];
  readonly prefix: string;
  readonly members: LosslessObject;
};

/** Where a metric stands already, the outermost place first: other programs nest them. */
function findLeaf(scores: LosslessObject, metric: string): readonly string[] | undefined {
  let level: readonly Group[] = [{ path: [], prefix: '', members: scores }];
  while (level.length > 0) {
    const next: Group[] = [];
    for (const { path, prefix, members } of level) {
      for (const { key, value } of members.members) {
        if (value.is === 'object') {
          const below = plainGroups.has(key) ? prefix : `${prefix}${key}.`;
          next.push({ path: [...path, key], prefix: below, members: value });
        } else if (prefix + key === metric && typeof readScalar(value) === 'number') return [...path, key];
      }
    }
    level = next;
  }
  return undefined;
}

/** Calls itself as often as the path is long. */
function setAt(object: LosslessObject, path: readonly string[], value: LosslessJson): LosslessObject {
  const [key = '', ...below] = path;
  if (below.length === 0) return setMember(object, key, value);
  const inner = findObject(object, key) ?? { is: 'object', members: [] };
  return setMember(object, key, setAt(inner, below, value));
}

function isListOf(json: LosslessJson | undefined, texts: readonly string[]): boolean {
  if (json?.is !== 'array' || json.items.length !== texts.length) return false;
  return texts.every((text, place) => readScalar(json.items[place]) === text);
}
