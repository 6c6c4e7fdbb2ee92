import type { MlflowVersion } from '../entities.ts';
import { innerFolder, type LeaveOut, listOrLeaveOut, type StoreFolder } from './list-folder.ts';
import type { MetaFields } from './parse-meta-yaml.ts';
import { type MetaReading, readFilled, readMeta, readTime } from './read-meta.ts';
import { readTexts, toRecord } from './read-text-tree.ts';
import { createStranger } from './store-problem.ts';

/** A version as it stands in the store. `isFresh`: it is not in order, but may be in a moment. */
export type StoredVersion = { readonly version: MlflowVersion | undefined; readonly isFresh: boolean };

/** The status of a version whose meta.yaml cannot be read. MLflow has no word for it. */
const unreadableStatus = 'UNREADABLE';

/** The stage of a version that was deleted: its folder stays, so that its number is not given again. */
export const deletedStage = 'Deleted_Internal';

/** The number of a version by the name of its folder; undefined for a folder that is none. Pure. */
export function parseVersionFolder(name: string): string | undefined {
  return /^version-([1-9][0-9]{0,18})$/.exec(name)?.[1];
}

/**
 * Reads a version from its folder; `version` is undefined where it is deleted or gone. One whose meta.yaml cannot be read is there all the
 * same, with a status that says so: its number is taken, and an alias may stand on it.
 */
export function readVersion(
  model: StoreFolder & { readonly name: string },
  number: string,
  now: number,
  leaveOut: LeaveOut,
): StoredVersion {
  const folder = innerFolder(model, `version-${number}`);
  const meta = checkNumber(readMeta(folder.path, now), number);
  if (meta.ok && meta.value.get('current_stage') === deletedStage)
    return { version: undefined, isFresh: false };
  const names = listOrLeaveOut(folder, leaveOut);
  if (names === undefined && !meta.ok && meta.fault === 'missing')
    return { version: undefined, isFresh: false };
  const tags =
    names === undefined ? {} : toRecord(readTexts({ owner: folder, names, kind: 'tags' }, leaveOut));
  const fields: MetaFields = meta.ok ? meta.value : new Map();
  const version = toVersion(model.name, number, fields, tags);
  if (meta.ok) return { version, isFresh: false };
  const statusMessage = `its meta.yaml is ${meta.problem}`;
  leaveOut(createStranger(folder.shown, `${statusMessage}: only its number and tags are read`));
  return { version: { ...version, status: unreadableStatus, statusMessage }, isFresh: meta.isFresh };
}

/** A meta.yaml without the number of its folder is half written, since the number is its last line, or another version's. */
function checkNumber(meta: MetaReading, number: string): MetaReading {
  if (!meta.ok || meta.value.get('version') === number) return meta;
  const problem = meta.value.get('version') === undefined ? 'cut off' : 'that of another version';
  return { ok: false, fault: 'torn', problem, isFresh: meta.isFresh };
}

function toVersion(
  model: string,
  version: string,
  fields: MetaFields,
  tags: MlflowVersion['tags'],
): MlflowVersion {
  return {
    model,
    version,
    createdAt: readTime(fields, 'creation_timestamp'),
    updatedAt: readTime(fields, 'last_updated_timestamp'),
    stage: readFilled(fields, 'current_stage') ?? 'None',
    description: readFilled(fields, 'description'),
    source: readFilled(fields, 'source'),
    runId: readFilled(fields, 'run_id'),
    runLink: readFilled(fields, 'run_link'),
    modelId: readFilled(fields, 'model_id'),
    status: readFilled(fields, 'status') ?? 'READY',
    statusMessage: readFilled(fields, 'status_message'),
    user: readFilled(fields, 'user_id'),
    tags,
  };
}
