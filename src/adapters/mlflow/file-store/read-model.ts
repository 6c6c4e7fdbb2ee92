import type { Stranger } from '../../../core/registry/registry-index.ts';
import type { MlflowModel, MlflowVersion } from '../entities.ts';
import type { MlflowContent } from '../origin.ts';
import {
  type FolderNames,
  innerFolder,
  type LeaveOut,
  listOrLeaveOut,
  type StoreFolder,
} from './list-folder.ts';
import type { MetaFields } from './parse-meta-yaml.ts';
import { type MetaReading, readFilled, readMeta, readTime } from './read-meta.ts';
import { type KeyedText, readTexts, toRecord } from './read-text-tree.ts';
import { parseVersionFolder, readVersion } from './read-version.ts';
import { storeLimits } from './store-limits.ts';
import { createStranger, linkWords } from './store-problem.ts';

/** A model as it stands in the store. */
export type StoredModel = {
  /** undefined: it is no model, or a prompt, or gone. */
  readonly content: MlflowContent | undefined;
  /** What of it could not be read. */
  readonly strangers: readonly Stranger[];
  /** Something of it is not in order, but may be in a moment: another program writes. */
  readonly isFresh: boolean;
};

/** MLflow keeps prompts among the models, and lists them apart. */
const promptTag = 'mlflow.prompt.is_prompt';

/**
 * Reads a model with all its versions that are not deleted. Its name is that of its folder, which is what MLflow looks for. What cannot be
 * read of it is in `strangers` and hides nothing else; never throws for what is wrong with a file.
 * @param models the folder of all models
 * @param name one of the names in it
 * @param now milliseconds since the epoch
 */
export function readModel(models: StoreFolder, name: string, now: number): StoredModel {
  const strangers: Stranger[] = [];
  const leaveOut: LeaveOut = stranger => void strangers.push(stranger);
  const folder = { ...innerFolder(models, name), name };
  const names = listOrLeaveOut(folder, leaveOut);
  if (names === undefined) return { content: undefined, strangers, isFresh: false };
  const meta = checkName(readMeta(folder.path, now), name);
  const tags = toRecord(readTexts({ owner: folder, names, kind: 'tags' }, leaveOut));
  if (tags[promptTag] === 'true') return { content: undefined, strangers: [], isFresh: false };
  const numbers = findNumbers(folder, names, leaveOut);
  if (!meta.ok) leaveOut(createStranger(folder.shown, describeMeta(meta, numbers.length > 0)));
  if (!meta.ok && numbers.length === 0) return { content: undefined, strangers, isFresh: meta.isFresh };
  const stored = numbers.map(number => readVersion(folder, number, now, leaveOut));
  const versions = stored.flatMap(({ version }) => version ?? []).filter(isNoPrompt);
  const aliases = readAliases(folder, names, leaveOut);
  const model = toModel(name, meta.ok ? meta.value : new Map(), tags, aliases);
  return {
    content: { model, versions },
    strangers,
    isFresh: (meta.isFresh && !meta.ok) || stored.some(({ isFresh }) => isFresh),
  };
}

function isNoPrompt({ tags }: MlflowVersion): boolean {
  return tags[promptTag] !== 'true';
}

/** A meta.yaml without a name is half written; the name follows most of its lines. */
function checkName(meta: MetaReading, name: string): MetaReading {
  const found = meta.ok ? meta.value.get('name') : undefined;
  // The name of a folder may have gone through a file system that writes letters with marks in another way.
  if (!meta.ok || found?.normalize('NFC') === name.normalize('NFC')) return meta;
  const problem = found === undefined ? 'cut off' : 'that of another model';
  return { ok: false, fault: 'torn', problem, isFresh: meta.isFresh };
}

function describeMeta(meta: { readonly problem: string }, hasVersions: boolean): string {
  const problem = `its meta.yaml is ${meta.problem}`;
  return hasVersions ? `${problem}: only its versions, tags and aliases are read` : `no model: ${problem}`;
}

function findNumbers(folder: StoreFolder, names: FolderNames, leaveOut: LeaveOut): readonly string[] {
  const isVersion = (name: string): boolean => name.startsWith('version-');
  for (const link of names.links.filter(isVersion))
    leaveOut(createStranger(`${folder.shown}/${link}`, linkWords));
  const numbers: string[] = [];
  for (const name of names.folders.filter(isVersion)) {
    const number = parseVersionFolder(name);
    if (number === undefined) leaveOut(createStranger(`${folder.shown}/${name}`, 'no number of a version'));
    else if (numbers.length < storeLimits.versionsOfModel) numbers.push(number);
  }
  return numbers;
}

/** The folder of aliases is the truth: what the meta.yaml of a model or a version says of them is left behind when they move. */
function readAliases(owner: StoreFolder, names: FolderNames, leaveOut: LeaveOut): MlflowModel['aliases'] {
  const aliases: KeyedText[] = [];
  for (const { key, text } of readTexts({ owner, names, kind: 'aliases' }, leaveOut)) {
    const version = /^\s*0*([1-9][0-9]{0,18})\s*$/.exec(text)?.[1];
    if (version !== undefined && /^[\p{L}\p{N}_-]+$/u.test(key)) aliases.push({ key, text: version });
    else
      leaveOut(
        createStranger(
          `${owner.shown}/aliases/${key}`,
          version === undefined ? 'it names no version' : 'no name of an alias',
        ),
      );
  }
  return toRecord(aliases);
}

function toModel(
  name: string,
  fields: MetaFields,
  tags: MlflowModel['tags'],
  aliases: MlflowModel['aliases'],
): MlflowModel {
  return {
    name,
    createdAt: readTime(fields, 'creation_timestamp'),
    updatedAt: readTime(fields, 'last_updated_timestamp'),
    description: readFilled(fields, 'description'),
    tags,
    aliases,
  };
}
