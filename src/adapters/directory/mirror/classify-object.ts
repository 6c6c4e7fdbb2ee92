import { gateFileName } from '../../../core/gate/list-projected-gates.ts';
import { findNameProblem } from '../../../core/names/name-problem.ts';
import { parseGenerationName } from '../../history/history-place.ts';
import { type EntryName, lastgoodName, parseEntryName, rollbackLogsName, sharedAlias } from '../layout.ts';

/** What a name in the bucket stands for. The whole grammar of a registry in a bucket is in this file. */
export type ObjectName =
  | { readonly is: 'history'; readonly model: string; readonly generation: number }
  | { readonly is: 'registry-file' }
  /** Evidence kept under its digest. */
  | { readonly is: 'kept'; readonly sha256: string }
  /** Says who took the number of a version; empty. */
  | { readonly is: 'claim'; readonly model: string; readonly version: string }
  /** With it a version begins to exist. */
  | { readonly is: 'metadata'; readonly model: string; readonly version: string }
  /** The verdict shown beside a version; a projection unless the version was registered with it. */
  | { readonly is: 'gate'; readonly model: string; readonly version: string }
  | { readonly is: 'version-file'; readonly model: string; readonly version: string }
  /** `model` is undefined for the pointer that all models share. Only a pointer when there is such a model. */
  | { readonly is: 'pointer'; readonly model: string | undefined; readonly alias: string }
  /** A file under the name of a pointer: somebody's tool copied what the pointer led to. */
  | {
      readonly is: 'pointer-copy';
      readonly pointer: string;
      readonly model: string | undefined;
      readonly file: string;
    }
  | { readonly is: 'log' }
  /** Made by web consoles to show an empty folder; means nothing. */
  | { readonly is: 'folder-mark' }
  | { readonly is: 'stranger'; readonly why: string };

/** Names that become files of the copy as they are. */
export type CopiedName = Extract<
  ObjectName,
  { readonly is: 'history' | 'kept' | 'metadata' | 'gate' | 'version-file' | 'log' }
>;

/** Most names in the path of a file inside a version. */
const depthLimit = 16;

/** Names that were taken apart already, of a list, the copy and what is remembered: one reading asks for each five times. */
const known = new Map<string, ObjectName>();

/** Most names that are kept: some megabytes. */
const knownLimit = 20_000;

/** Takes the name of an object apart. What could not be a path on every machine is a stranger. Pure. */
export function parseObjectName(name: string): ObjectName {
  const before = known.get(name);
  if (before !== undefined) return before;
  const parsed = parse(name);
  if (known.size < knownLimit) known.set(name, parsed);
  return parsed;
}

function parse(name: string): ObjectName {
  if (name === '' || name.endsWith('/')) return { is: 'folder-mark' };
  const [first = '', ...inner] = name.split('/');
  if (first === lastgoodName) return parseOwn(inner);
  if (inner.length >= depthLimit) return { is: 'stranger', why: 'it lies too deep in folders' };
  const problem = inner.map(findNameProblem).find(found => found !== undefined);
  if (problem !== undefined) return { is: 'stranger', why: `its name cannot be a path: a part ${problem}` };
  if (first === rollbackLogsName) {
    return inner.length === 1 ? { is: 'log' } : { is: 'stranger', why: 'no log of a rollback' };
  }
  return parseInRegistry(first, inner);
}

/** True for what becomes a file of the copy under the same name. Pure. */
export function isCopied(parsed: ObjectName): parsed is CopiedName {
  return copied.has(parsed.is);
}

const copied: ReadonlySet<ObjectName['is']> = new Set<CopiedName['is']>([
  'history',
  'kept',
  'metadata',
  'gate',
  'version-file',
  'log',
]);

function parseInRegistry(first: string, inner: readonly string[]): ObjectName {
  const file = inner.join('/');
  const parsed = parseFirst(first);
  if (first === sharedAlias) {
    if (file === '') return { is: 'pointer', model: undefined, alias: sharedAlias };
    return { is: 'pointer-copy', pointer: first, model: undefined, file };
  }
  if (parsed?.is === 'version') {
    const { model, version } = parsed;
    if (file === '') return { is: 'stranger', why: 'a file with the name of a version' };
    if (file === 'metadata.json') return { is: 'metadata', model, version };
    return { is: file === gateFileName ? 'gate' : 'version-file', model, version };
  }
  if (parsed?.is === 'pointer') {
    const { model, alias } = parsed;
    return file === ''
      ? { is: 'pointer', model, alias }
      : { is: 'pointer-copy', pointer: first, model, file };
  }
  return { is: 'stranger', why: 'not part of a registry' };
}

/** A list names all files of a folder one after the other. */
let last: { readonly name: string; readonly parsed: EntryName | undefined } = { name: '', parsed: undefined };

function parseFirst(name: string): EntryName | undefined {
  if (name !== last.name)
    last = { name, parsed: findNameProblem(name) === undefined ? parseEntryName(name) : undefined };
  return last.parsed;
}

function parseOwn(inner: readonly string[]): ObjectName {
  const [folder = '', one = '', two = ''] = inner;
  if (folder === 'registry.json' && inner.length === 1) return { is: 'registry-file' };
  if (folder === 'history' && inner.length === 3 && findNameProblem(one) === undefined) {
    const generation = parseGenerationName(two);
    if (generation !== undefined) return { is: 'history', model: one, generation };
  }
  if (folder === 'evidence' && inner.length === 2 && /^[0-9a-f]{64}$/.test(one))
    return { is: 'kept', sha256: one };
  if (folder === 'claims' && inner.length === 2 && findNameProblem(one) === undefined) {
    const parsed = parseEntryName(one);
    if (parsed.is === 'version') return { is: 'claim', model: parsed.model, version: parsed.version };
  }
  return { is: 'stranger', why: 'a working file of some machine, of no use in a bucket' };
}
