import type { Json } from '../../core/history/canonical-json.ts';
import type { Stranger, Unwritable } from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { parsePythonJson } from '../files/parse-python-json.ts';
import { isNoJson, type JsonObject, type ReadFault } from '../files/read-json.ts';
import type { RepeatedKey } from '../files/repeated-key.ts';
import type { CatalogContent, CatalogModel, CatalogReading, CatalogRow } from './catalog-content.ts';
import { describeNoCatalog } from './describe-no-catalog.ts';
import { type FoundShape, findShape } from './find-shape.ts';
import { isObject, objectOf } from './json-kind.ts';
import { parseForeignRows } from './parse-foreign-rows.ts';

/** Most strangers of a file that are named one by one. */
const maxStrangers = 50;

/**
 * A file of models, in every shape that was ever found: what it holds, or why nothing of it can be read. Rows are taken as they are
 * and looked into only when a version is asked for. Pure; never throws.
 * @param name how the file is called, for people
 */
export function parseCatalog(name: string, bytes: Uint8Array): CatalogReading {
  let repeated: RepeatedKey | undefined;
  const reading = parsePythonJson(bytes, {
    onRepeatedKey: found => {
      repeated = found;
    },
  });
  if (!reading.ok) return refuseFault(name, reading.fault, reading.problem);
  const found = findShape(reading.value as Json);
  if (found.shape === 'none') return refuse(describeNoCatalog(name, reading.value as Json), false);
  const content = found.shape === 'foreign-rows' ? parseForeignRows(name, found) : readModels(name, found);
  if (content === undefined) return refuse(describeNoCatalog(name, reading.value as Json), false);
  if (repeated === undefined) return { found: 'content', content };
  return { found: 'content', content: { ...content, unwritable: describeRepeated(name, repeated) } };
}

/** A file that cannot be read, as a reading: nothing is written over it, since what it holds may be repaired. Pure. */
export function refuseFault(name: string, fault: ReadFault, problem: string): CatalogReading {
  const hint = 'Restore the file from a backup; nothing was changed.';
  const unwritable = {
    code: 'unreadable-file',
    problem: `${makeSafeText(name)} is ${problem}.`,
    hint,
  } as const;
  return refuse(unwritable, isNoJson(fault));
}

function refuse(unwritable: Unwritable, isCutOff: boolean): CatalogReading {
  return { found: 'unusable', isCutOff, unwritable };
}

/** Writing would drop the first of the two, and nobody has said that it may. */
function describeRepeated(name: string, { key, position }: RepeatedKey): Unwritable {
  const where = `line ${position.line}, column ${position.column}`;
  const shown = makeSafeText(key, { limit: 80 });
  return {
    code: 'unreadable-file',
    problem: `${makeSafeText(name)} has the key "${shown}" twice in one place, again at ${where}; the last counts.`,
    hint: 'Remove one of the two by hand; until then the file is only read.',
  };
}

function readModels(
  name: string,
  found: Exclude<FoundShape, { readonly shape: 'none' | 'foreign-rows' }>,
): CatalogContent {
  const models = new Map<string, CatalogModel>();
  const strangers: Stranger[] = [];
  for (const [key, value] of Object.entries(found.models)) {
    const model = makeSafeText(key);
    const why = findModelProblem(value, models.has(model));
    if (why === undefined && isObject(value)) models.set(model, readModel(model, key, value, strangers));
    else strangers.push({ name: model, why: why ?? 'its value is no object' });
  }
  const unwritable = found.shape === 'foreign-models' ? describeForeign(name, found.others) : undefined;
  return {
    shape: found.shape,
    models,
    pointers: [],
    strangers: limitStrangers(strangers),
    unwritable,
  };
}

function findModelProblem(value: Json, isTaken: boolean): string | undefined {
  if (isTaken) return 'another model looks the same when it is shown';
  if (!isObject(value)) return 'its value is no object, so it is no model';
  const { versions } = value;
  return versions === undefined || isObject(versions) ? undefined : 'its versions are no object';
}

function readModel(model: string, key: string, value: JsonObject, strangers: Stranger[]): CatalogModel {
  const rows = new Map<string, CatalogRow>();
  const versions = objectOf(value['versions']);
  for (const rowKey of Object.keys(versions)) {
    const version = makeSafeText(rowKey);
    if (rows.has(version))
      strangers.push({ name: `${model} ${version}`, why: 'another version looks the same when it is shown' });
    else rows.set(version, readRow(version, rowKey, versions[rowKey] ?? null));
  }
  return { model, key, metadata: objectOf(value['metadata']), rows };
}

const noOddities: readonly string[] = [];

function readRow(version: string, key: string, row: Json): CatalogRow {
  if (isObject(row)) return { version, key, fields: row, oddities: noOddities, record: undefined };
  return { version, key, fields: {}, problem: 'its value in the file is no object', oddities: noOddities };
}

function describeForeign(name: string, others: readonly string[]): Unwritable {
  const shown = others.slice(0, 3).map(key => makeSafeText(key, { limit: 40 }));
  const beside =
    shown.length === 0 ? 'its rows are not those of AFS' : `beside its models stand ${shown.join(', ')}`;
  return {
    code: 'capability-missing',
    problem: `${makeSafeText(name)} is the file of another program: ${beside}. It can only be read.`,
    hint: 'Change it with the program that wrote it.',
  };
}

function limitStrangers(strangers: readonly Stranger[]): readonly Stranger[] {
  if (strangers.length <= maxStrangers) return strangers;
  const rest = strangers.length - maxStrangers;
  return [...strangers.slice(0, maxStrangers), { name: '…', why: `and ${rest} more that are left out` }];
}
