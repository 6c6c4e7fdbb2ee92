import type { Json } from '../../core/history/canonical-json.ts';
import { compareVersionNames } from '../../core/names/version-name.ts';
import {
  findMember,
  findObject,
  makeLossless,
  makeMember,
  readScalar,
  setMember,
} from '../files/lossless-edit.ts';
import type { LosslessObject } from '../files/lossless-json.ts';
import { formatPythonTime } from '../files/python-time.ts';
import type { JsonObject } from '../files/read-json.ts';
import type { RecordedFacts } from './recorded-facts.ts';
import { describeObject, rewriteRow } from './rewrite-row.ts';
import { makeS2Model, makeS2Row } from './s2-row.ts';

/** What must stand in the file of models of one model. */
export type WantedModel = {
  readonly model: string;
  /** Undefined where only missing versions are put back: what else its history says is another's to write. */
  readonly facts: RecordedFacts | undefined;
  /** Our records, by version: of those that the file lacks, or has without all of S2's fields. */
  readonly records: ReadonlyMap<string, JsonObject>;
};

/** How the models stand in the file: under `models`, or alone as in S2's older files. */
export type WritableShape = 'wrapper' | 'bare';

/** A file of models that has none yet, as S2 writes it. Pure. */
export function emptyCatalog(): LosslessObject {
  return makeLossless({ version: '1.0', updated_at: '', models: {} }) as LosslessObject;
}

/** A file of models with what the histories say; the same object when it says that already, whatever `updated_at` is. Pure. */
export function rewriteCatalog(
  root: LosslessObject,
  shape: WritableShape,
  wanted: readonly WantedModel[],
  now: string,
): LosslessObject {
  const found = findModels(root, shape);
  const models = wanted.reduce(rewriteModel, found);
  return models === found ? root : rewriteShaped(root, shape, models, now);
}

/** A file with other models. Pure. */
export function rewriteShaped(
  root: LosslessObject,
  shape: WritableShape,
  models: LosslessObject,
  now: string,
): LosslessObject {
  // S2 itself writes the wrapper around older files; without it a model called `version` is lost to its reader.
  const wrapper = shape === 'wrapper' ? root : emptyCatalog();
  const stamped = setMember(wrapper, 'updated_at', makeLossless(formatPythonTime(now)));
  return setMember(stamped, 'models', models);
}

/** The object that holds the models. Pure. */
export function findModels(root: LosslessObject, shape: WritableShape): LosslessObject {
  return shape === 'bare' ? root : (findObject(root, 'models') ?? { is: 'object', members: [] });
}

/** The versions that the file marks as deployed, in its order; none of them is closed. Pure. */
export function listMarked(models: LosslessObject, model: string): readonly string[] {
  const standing = findObject(models, model);
  const rows = standing && findObject(standing, 'versions');
  return (rows?.members ?? []).flatMap(({ key, value }) =>
    value.is === 'object' && readScalar(findMember(value, 'deployed')) === true ? [key] : [],
  );
}

function rewriteModel(models: LosslessObject, wanted: WantedModel): LosslessObject {
  const { model, facts, records } = wanted;
  const standing = findObject(models, model);
  if (isSomethingElse(models, model) || (standing && isSomethingElse(standing, 'versions'))) return models;
  if (standing === undefined && records.size === 0) return models;
  const before = standing ?? makeS2Model(model, findFirstTime(records));
  const rows = findObject(before, 'versions') ?? { is: 'object', members: [] };
  const placed = setMember(before, 'versions', rewriteRows(rows, wanted));
  return setMember(models, model, describeModel(placed, facts));
}

/** What is no object is no model and no list of versions: it is shown as a stranger and left alone. */
function isSomethingElse(object: LosslessObject, key: string): boolean {
  const value = findMember(object, key);
  return value !== undefined && value.is !== 'object' && value.is !== 'closed';
}

function rewriteRows(rows: LosslessObject, { facts, records }: WantedModel): LosslessObject {
  const change = (row: LosslessObject, version: string): LosslessObject => {
    const record = records.get(version);
    const s2 = record && makeS2Row(record);
    return rewriteRow(row, version, facts ?? silent, s2);
  };
  const members = rows.members.map(member => {
    // What is closed is touched by nothing that is said, and what is no object is no row.
    if (member.value.is !== 'object') return member;
    const value = change(member.value, member.key);
    return value === member.value ? member : { ...member, value };
  });
  const standing = new Set(rows.members.map(({ key }) => key));
  const missing = [...records.keys()].filter(version => !standing.has(version)).sort(compareVersionNames);
  const isSame = missing.length === 0 && members.every((member, place) => member === rows.members[place]);
  if (isSame) return rows;
  const added = missing.map(version =>
    makeMember(
      version,
      change(makeLossless(makeS2Row(records.get(version) ?? {})) as LosslessObject, version),
    ),
  );
  return { is: 'object', members: [...members, ...added] };
}

function describeModel(model: LosslessObject, facts: RecordedFacts | undefined): LosslessObject {
  const said = facts?.descriptions.get('');
  if (said === undefined) return model;
  const metadata = findObject(model, 'metadata') ?? { is: 'object', members: [] };
  return setMember(model, 'metadata', describeObject(metadata, said));
}

function findFirstTime(records: ReadonlyMap<string, JsonObject>): Json {
  const times = [...records.values()].flatMap(record =>
    typeof record['created_at'] === 'string' ? [record['created_at']] : [],
  );
  return times.sort()[0] ?? null;
}

/** A history that says nothing. */
const silent: RecordedFacts = {
  live: undefined,
  wasLive: new Set(),
  states: new Map(),
  scores: new Map(),
  descriptions: new Map(),
};
