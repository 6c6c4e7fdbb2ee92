import { join } from 'node:path';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { HistoryEntry } from '../../core/history/entry.ts';
import { parseVersionName } from '../../core/names/version-name.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import type { ForeignRollback } from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { findErrno } from '../files/file-errors.ts';
import { formatPythonTime } from '../files/python-time.ts';
import { type JsonObject, readJsonObject } from '../files/read-json.ts';
import { parseEntryName, rollbackLogsName } from './layout.ts';

/** S0's own logs; ours carry an operation id after the time, so that two in one second do not meet. */
const foreignName = /^rollback_\d{8}_\d{6}\.json$/;

const ownName = /^rollback_\d{8}_\d{6}_([\w-]+)\.json$/;

const limitBytes = 1024 * 1024;
/** The newest that are read: all of them go into one entry of the history, which has a greatest size. */
const maxLogs = 2000;

/** Names of all rollback logs, oldest first. Each is written after what it tells of stands in the history. */
export async function listRollbackLogs(fileSystem: FileSystem, folder: string): Promise<readonly string[]> {
  try {
    const names = await fileSystem.listNames(folder);
    return names.filter(name => foreignName.test(name) || ownName.test(name)).sort();
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === 'ENOENT' || errno === 'ENOTDIR' || errno === 'EACCES') return [];
    throw thrown;
  }
}

/**
 * Reads the rollback logs that S0 wrote, oldest first, by model. Logs that cannot be read are left out: they prove nothing.
 * @param names as {@link listRollbackLogs} gives them
 * @param models the models there are; a log of the older generation names none and counts only where there is one
 */
export async function readForeignRollbacks(
  fileSystem: FileSystem,
  folder: string,
  names: readonly string[],
  models: readonly string[],
): Promise<ReadonlyMap<string, readonly ForeignRollback[]>> {
  const byModel = new Map<string, ForeignRollback[]>();
  for (const name of names.filter(name => foreignName.test(name)).slice(-maxLogs)) {
    const reading = await readJsonObject(fileSystem, join(folder, name), { limitBytes });
    if (!reading.ok) continue;
    const rollback = parseRollbackLog(reading.value, models);
    if (rollback === undefined) continue;
    byModel.set(rollback.model, [...(byModel.get(rollback.model) ?? []), rollback.rollback]);
  }
  return byModel;
}

/**
 * Operations that our logs name and no history has, oldest first, by model. Only such logs are read, for their model.
 * @param names as {@link listRollbackLogs} gave them before the histories were read
 * @param known operations of all histories
 */
export async function findLostOperations(
  fileSystem: FileSystem,
  folder: string,
  names: readonly string[],
  known: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const lost = new Map<string, string[]>();
  for (const name of names.slice(-maxLogs)) {
    const operationId = ownName.exec(name)?.[1];
    if (operationId === undefined || known.has(operationId)) continue;
    const reading = await readJsonObject(fileSystem, join(folder, name), { limitBytes });
    const model = reading.ok ? reading.value['model_name'] : undefined;
    if (typeof model === 'string') lost.set(model, [...(lost.get(model) ?? []), operationId]);
  }
  return lost;
}

/**
 * Reads one log of either generation: `previous_version` without `v` and `actor`, or `current_version` and `rolled_back_by`.
 * Undefined when it names no version that could be, or one twice: S0 wrote such a log when nothing had to be done. Pure.
 */
export function parseRollbackLog(
  log: JsonObject,
  models: readonly string[],
): { readonly model: string; readonly rollback: ForeignRollback } | undefined {
  const from = log['previous_version'] ?? log['current_version'];
  const to = log['target_version'];
  if (typeof from !== 'string' || typeof to !== 'string') return undefined;
  const named = parseEntryName(to);
  const only = models.length === 1 ? models[0] : undefined;
  const model =
    typeof log['model_name'] === 'string' ? log['model_name'] : named.is === 'version' ? named.model : only;
  if (model === undefined || !models.includes(model)) return undefined;
  const version = findVersion(model, from);
  const target = findVersion(model, to);
  if (version === undefined || target === undefined || version === target) return undefined;
  return {
    model,
    rollback: {
      version,
      target,
      at: textOf(log['timestamp'], 'unknown', 64),
      actor: textOf(log['actor'] ?? log['rolled_back_by'], 'unknown', 200),
      reason: textOf(log['reason'], '', 500),
    },
  };
}

function findVersion(model: string, text: string): string | undefined {
  try {
    return parseVersionName(model, text);
  } catch (thrown) {
    if (thrown instanceof InvalidInputError) return undefined;
    throw thrown;
  }
}

function textOf(value: unknown, otherwise: string, limit: number): string {
  return typeof value === 'string' ? makeSafeText(value, { limit }) : otherwise;
}

/** Name of our log of a rollback: S0's, made unique by the operation. Pure. */
export function formatRollbackLogName(at: string, operationId: string): string {
  const digits = at.replace(/[-:]/g, '');
  return `rollback_${digits.slice(0, 8)}_${digits.slice(9, 15)}_${operationId}.json`;
}

/** How the step that writes the log of an operation is called, which cannot know the time. Pure. */
export function nameLogStep(operationId: string): string {
  return `${rollbackLogsName}/rollback_<time>_${operationId}.json`;
}

/** Our log of a rollback entry's move of an alias, in S0's six fields. Pure. */
export function formatRollbackLog(entry: HistoryEntry): string {
  const [move] = entry.moves;
  const log = {
    timestamp: formatPythonTime(entry.at),
    model_name: entry.model,
    previous_version: move?.from ?? null,
    target_version: move?.to ?? null,
    reason: entry.reason ?? '',
    actor: entry.actor,
  };
  return JSON.stringify(log, undefined, 2);
}
