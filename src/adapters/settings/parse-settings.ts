import { dirname } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { SettingValues } from '../../core/settings/settings.ts';
import { type SettingName, settingNames, settingsTable } from '../../core/settings/settings-table.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { resolvePath } from './resolve-path.ts';
import { type SettingsIssue, settingsSchema } from './settings-schema.ts';

/** The text of a configuration file and what it is to whoever runs this. */
export type SettingsText = {
  readonly path: string;
  readonly text: string;
  readonly role: 'project' | 'user';
  readonly homeFolder: string;
};

/** A parsed file in which keys can be found again. */
type Source = { readonly path: string; readonly document: Document; readonly lines: LineCounter };

/** A path of keys and list places inside the file. */
type KeyPath = readonly PropertyKey[];

/**
 * The settings of a configuration file; an empty file says nothing. Paths of registries become absolute. Pure.
 * @throws InvalidInputError invalid-configuration, naming file, line, column and key
 */
export function parseSettings(file: SettingsText): SettingValues {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  const source: Source = { path: makeSafeText(file.path), document, lines };
  const [fault] = document.errors;
  if (fault !== undefined) throw refuse(source, fault.pos[0], undefined, fault.message);
  const result = settingsSchema.safeParse(readValue(source) ?? {});
  if (!result.success) throw refuseIssue(source, result.error.issues);
  if (file.role === 'project') refuseForeign(source, Object.keys(result.data));
  const { registries, ...others } = result.data;
  return {
    ...others,
    registries: registries?.map(registry => ({
      name: registry.name,
      kind: registry.kind,
      path: resolvePath(registry.path, dirname(file.path), file.homeFolder),
      file: source.path,
    })),
  };
}

function readValue(source: Source): unknown {
  try {
    return source.document.toJS({ maxAliasCount: 100 });
  } catch (thrown) {
    throw refuse(source, 0, undefined, thrown instanceof Error ? thrown.message : 'it cannot be read');
  }
}

function refuseForeign(source: Source, names: readonly string[]): void {
  const foreign = settingNames.find(
    name => names.includes(name) && settingsTable[name].projectFile === 'may not say',
  );
  if (foreign === undefined) return;
  throw refuse(source, findKey(source, [], foreign), foreign, `a project file may not say ${foreign}`);
}

function refuseIssue(source: Source, issues: readonly SettingsIssue[]): InvalidInputError {
  const issue = issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const words = `unknown setting ${makeSafeText(key, { limit: 80 })}${suggest(issue.path, key)}`;
    return refuse(source, findKey(source, issue.path, key), formatKeyPath([...issue.path, key]), words);
  }
  const path = issue?.path ?? [];
  return refuse(
    source,
    findValue(source, path),
    formatKeyPath(path),
    `${formatKeyPath(path)}: ${describeIssue(source, issue)}`,
  );
}

/** What is wrong, in words that follow the key. */
function describeIssue(source: Source, issue: SettingsIssue | undefined): string {
  if (issue === undefined) return 'it cannot be read';
  if (issue.code === 'custom') return issue.message;
  if (issue.path.length > 0 && !source.document.hasIn(issue.path)) return 'it is missing';
  const setting = settingNames.find(name => name === issue.path[0]);
  return setting === undefined ? 'it must be settings by name' : `it must be ${settingsTable[setting].type}`;
}

/** The setting that was probably meant by a key in another spelling. */
function suggest(path: KeyPath, key: string): string {
  if (path.length > 0) return '';
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
  const meant: SettingName | undefined = settingNames.find(name => plain(name) === plain(key));
  return meant === undefined ? '' : `; ${meant} is meant`;
}

function formatKeyPath(path: KeyPath): string {
  const words = path.map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return makeSafeText(words.replace(/^\./, ''), { limit: 200 }) || 'the file';
}

/** Where a key stands, as an offset in the text. */
function findKey(source: Source, path: KeyPath, key: string): number {
  const node = path.length === 0 ? source.document.contents : source.document.getIn(path, true);
  const pair = isMap(node)
    ? node.items.find(item => isScalar(item.key) && String(item.key.value) === key)
    : undefined;
  return isNode(pair?.key) ? (pair.key.range?.[0] ?? 0) : 0;
}

/** Where a value stands, or the nearest thing around it that is there. */
function findValue(source: Source, path: KeyPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = source.document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return source.document.contents?.range?.[0] ?? 0;
}

function refuse(source: Source, offset: number, key: string | undefined, problem: string): InvalidInputError {
  const { line, col } = source.lines.linePos(offset);
  const message = `${source.path}:${line}:${col}: ${makeSafeText(problem, { limit: 300 })}.`;
  return new InvalidInputError('invalid-configuration', message, {
    data: { file: source.path, line, column: col, ...(key === undefined ? {} : { key }) },
  });
}
