import { hash } from 'node:crypto';
import { join } from 'node:path';
import { findNameProblem } from '../../core/names/name-problem.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { readManyJson } from '../files/bulk-read.ts';
import { listNamesIfThere } from '../files/durable-write.ts';
import { withFileErrors } from '../files/file-errors.ts';
import {
  defaultLimitBytes,
  type JsonObject,
  parseJsonObject,
  type Reading,
  toReadFault,
} from '../files/read-json.ts';

/** A record of ours as it stands in its file. */
export type StoredRecord = {
  readonly fields: JsonObject;
  /** Of the exact bytes. */
  readonly sha256: string;
  readonly sizeBytes: number;
};

/** What became of reading one. `problem` follows "its record is". */
export type RecordReading =
  | { readonly found: 'nothing' }
  | { readonly found: 'record'; readonly record: StoredRecord }
  | { readonly found: 'unusable'; readonly problem: string };

/** Our own records of the versions we registered: `versions/<model>/<version>.json`. They never change once they are there. */
export type VersionRecords = {
  /** Versions with a record, by model, in no order. @throws UnavailableError */
  readonly list: () => Promise<ReadonlyMap<string, readonly string[]>>;
  /** One of them; a name that cannot be a path has none. Never rejects for what is wrong with the file. */
  readonly read: (model: string, version: string) => Promise<RecordReading>;
  /**
   * What those that have a record were registered with, by version; one that was read before is not read again. What is wrong with
   * a file is in the answer. @throws UnavailableError
   */
  readonly recall: (
    model: string,
    versions: readonly string[],
    signal?: AbortSignal,
  ) => Promise<ReadonlyMap<string, Reading<JsonObject>>>;
};

const ending = '.json';

/** Opens the records in a folder (an absolute path). Touches nothing. */
export function openVersionRecords(fileSystem: FileSystem, folder: string): VersionRecords {
  const known = new Map<string, Reading<JsonObject>>();
  const list = <Result>(work: () => Promise<Result>): Promise<Result> =>
    withFileErrors('list the registered versions', folder, work);
  const read = async (model: string, version: string): Promise<RecordReading> => {
    const path = findRecordPath(folder, model, version);
    return path === undefined ? { found: 'nothing' } : await readRecord(fileSystem, path);
  };
  return {
    list: () => list(() => listRecords(fileSystem, folder)),
    read,
    recall: async (model, versions, signal) => {
      if (findNameProblem(model) !== undefined) return new Map();
      const recorded = new Set(await list(() => listOf(fileSystem, join(folder, model))));
      const wanted = versions.filter(version => recorded.has(version));
      const pathOf = (version: string): string => join(folder, model, `${version}${ending}`);
      const unread = wanted.map(pathOf).filter(path => !known.has(path));
      const found = new Map<string, Reading<JsonObject>>();
      const take = (reading: Reading<JsonObject>, index: number): void => {
        found.set(unread[index] ?? '', reading);
        if (reading.ok) known.set(unread[index] ?? '', reading);
      };
      await readManyJson(unread, take, signal ? { signal } : {});
      return new Map(
        wanted.flatMap(version => {
          const reading = known.get(pathOf(version)) ?? found.get(pathOf(version));
          return reading === undefined ? [] : [[version, reading] as const];
        }),
      );
    },
  };
}

/** Where the record of a version stands; undefined for names that cannot be a path. Pure. */
function findRecordPath(folder: string, model: string, version: string): string | undefined {
  const isName = [model, version].every(name => findNameProblem(name) === undefined);
  return isName ? join(folder, model, `${version}${ending}`) : undefined;
}

async function listRecords(
  fileSystem: FileSystem,
  folder: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const models = new Map<string, readonly string[]>();
  for (const model of await listNamesIfThere(fileSystem, folder)) {
    if (findNameProblem(model) !== undefined) continue;
    const path = join(folder, model);
    if ((await fileSystem.findFacts(path))?.kind !== 'folder') continue;
    const versions = await listOf(fileSystem, path);
    if (versions.length > 0) models.set(model, versions);
  }
  return models;
}

async function listOf(fileSystem: FileSystem, folder: string): Promise<readonly string[]> {
  return (await listNamesIfThere(fileSystem, folder)).flatMap(name => {
    const version = name.endsWith(ending) ? name.slice(0, -ending.length) : '';
    return findNameProblem(version) === undefined ? [version] : [];
  });
}

async function readRecord(fileSystem: FileSystem, path: string): Promise<RecordReading> {
  try {
    const bytes = await fileSystem.readFile(path, defaultLimitBytes);
    const reading = parseJsonObject(bytes);
    if (!reading.ok) return { found: 'unusable', problem: reading.problem };
    const record = { fields: reading.value, sha256: hash('sha256', bytes), sizeBytes: bytes.length };
    return { found: 'record', record };
  } catch (thrown) {
    const reading = toReadFault(thrown, defaultLimitBytes);
    if (reading.ok || reading.fault === 'missing') return { found: 'nothing' };
    return { found: 'unusable', problem: reading.problem };
  }
}
