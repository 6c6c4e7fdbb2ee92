import { join } from 'node:path';
import { checkAliasName, checkModelName } from '../../core/names/model-name.ts';

/** What a name directly inside a directory registry stands for. The whole grammar of the folder is in this file. */
export type EntryName =
  | { readonly is: 'version'; readonly model: string; readonly version: string; readonly number: number }
  /** The one pointer all models share: S0's own. */
  | { readonly is: 'shared-pointer' }
  /** May be a pointer, when `model` is a model. */
  | { readonly is: 'pointer'; readonly model: string; readonly alias: string }
  | { readonly is: 'rollback-logs' }
  | { readonly is: 'lastgood' }
  | { readonly is: 'temporary' }
  | { readonly is: 'stranger'; readonly why: string };

/** The alias S0 knows: its pointer is shared by all models. */
export const sharedAlias = 'latest';

/** Folder that S0 writes a file into for every rollback. */
export const rollbackLogsName = 'rollback_logs';

/** Folder that holds the history and everything else of ours. */
export const lastgoodName = '.lastgood';

/** Takes a name of the registry folder apart. The model is everything before the last `_v<number>`, so `foo_v2_v9` is v9 of `foo_v2`. Pure. */
export function parseEntryName(name: string): EntryName {
  if (name === sharedAlias) return { is: 'shared-pointer' };
  if (name === rollbackLogsName) return { is: 'rollback-logs' };
  if (name === lastgoodName) return { is: 'lastgood' };
  if (name.startsWith('.lastgood-')) return { is: 'temporary' };
  const version = /^(.+)_v(\d{1,15})$/.exec(name);
  if (version?.[1] !== undefined && version[2] !== undefined) return parseVersion(version[1], version[2]);
  const pointer = /^(.+)_([^_]+)$/.exec(name);
  if (pointer?.[1] !== undefined && pointer[2] !== undefined && isName(pointer[1], pointer[2])) {
    return { is: 'pointer', model: pointer[1], alias: pointer[2] };
  }
  return { is: 'stranger', why: 'not the name of a version or pointer' };
}

function parseVersion(model: string, digits: string): EntryName {
  if (digits.length > 1 && digits.startsWith('0'))
    return { is: 'stranger', why: 'its number has a leading zero' };
  if (!isModelName(model)) return { is: 'stranger', why: 'its model name cannot be used' };
  return { is: 'version', model, version: `v${digits}`, number: Number(digits) };
}

/** Name of a version's folder. Pure. */
export function formatVersionFolder(model: string, version: string): string {
  return `${model}_${version}`;
}

/** Name of a model's own pointer for an alias. Pure. */
export function formatPointerName(model: string, alias: string): string {
  return `${model}_${alias}`;
}

/** The places inside a registry that are ours. */
export function describePlaces(root: string) {
  const own = join(root, lastgoodName);
  return {
    root,
    own,
    operations: join(own, 'operations'),
    temporary: join(own, 'tmp'),
    evidence: join(own, 'evidence'),
    rollbackLogs: join(root, rollbackLogsName),
  } as const;
}
export type Places = ReturnType<typeof describePlaces>;

/** Names of one model come one after the other. */
let lastModelName = '';

function isModelName(text: string): boolean {
  if (text === lastModelName) return true;
  const isGood = accepts(() => checkModelName(text));
  if (isGood) lastModelName = text;
  return isGood;
}

function isName(model: string, alias: string): boolean {
  return isModelName(model) && accepts(() => checkAliasName(alias));
}

function accepts(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
