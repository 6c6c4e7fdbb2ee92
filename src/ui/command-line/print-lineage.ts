import { type LineageProblem, nameVersion } from '../../core/lineage/lineage-graph.ts';
import { nameOrigin, problemWords, relationWords } from '../format/lineage.ts';
import { formatCount } from '../format/number.ts';
import type { LineageDocument } from './json/lineage.ts';
import { printFields, printTable, type TableOptions } from './print-table.ts';

type Standing = Pick<LineageDocument['affected'][number], 'isRegistered' | 'state' | 'aliases'>;

/** Every version of a model with what it comes from; a column without a word in it is left out. Pure. */
export function printOrigins(document: LineageDocument, options: TableOptions): readonly string[] {
  const { model, versions } = document;
  const notices = groupNotices(document);
  if (versions.length === 0) return [`${model} has no versions yet.`];
  const columns = [
    { title: 'version', cellOf: (version: OneVersion) => version.version },
    { title: 'comes from', cellOf: describeOrigins, cut: true as const, atLeast: 12 },
    { title: 'base model', cellOf: (version: OneVersion) => version.baseModel ?? '', cut: true as const },
    { title: 'data', cellOf: (version: OneVersion) => version.dataSources.join(', '), cut: true as const },
    { title: 'commit', cellOf: shortenCommit, spare: true as const },
    { title: 'state', cellOf: (version: OneVersion) => version.state ?? '-' },
    { title: 'live under', cellOf: (version: OneVersion) => version.aliases.join(', '), cut: true as const },
    {
      title: 'notice',
      cellOf: (version: OneVersion) => [...(notices.get(nameVersion(version)) ?? [])].join(', '),
      cut: true as const,
      atLeast: 16,
    },
  ];
  const cells = columns.map(({ cellOf }) => versions.map(cellOf));
  const isTelling = (_: unknown, place: number) => cells[place]?.some(cell => cell !== '') ?? false;
  const telling = cells.filter(isTelling);
  return printTable(
    columns.filter(isTelling),
    versions.map((_, row) => telling.map(column => column[row] ?? '')),
    options,
  );
}

type OneVersion = LineageDocument['versions'][number];

/** Characters by which a commit is named where room is short. */
const commitLength = 12;

function shortenCommit({ gitCommit }: OneVersion): string {
  return gitCommit?.slice(0, commitLength) ?? '';
}

/** The kinds of problems of each version, by its name. */
function groupNotices({ problems }: LineageDocument): ReadonlyMap<string, ReadonlySet<string>> {
  const notices = new Map<string, Set<string>>();
  for (const { kind, versions } of problems) {
    for (const version of versions) {
      const name = nameVersion(version);
      notices.set(name, (notices.get(name) ?? new Set()).add(problemWords[kind]));
    }
  }
  return notices;
}

/** One version: what it comes from, what comes from it. Pure. */
export function printVersionLineage(document: LineageDocument, options: TableOptions): readonly string[] {
  const [version] = document.versions;
  if (version === undefined) return [];
  const data = [...new Set(document.data.flatMap(each => each.dataSources))];
  const fields: readonly (readonly [string, string | null])[] = [
    ['state', version.state ?? 'not registered'],
    ['live under', version.aliases.join(', ')],
    ['comes from', describeOrigins(version) || 'no parent is recorded'],
    ['base model', version.baseModel],
    ['own data', version.dataSources.join(', ')],
    ['all data', data.join(', ')],
    ['git commit', version.gitCommit],
    ['notes', version.notes],
  ];
  return [
    `${version.model} ${version.version}`,
    ...printFields(
      fields.flatMap(([label, value]) => (value ? [[label, value] as const] : [])),
      '  ',
    ),
    ...printSteps('Ancestors, nearest first', document.ancestors, describeAncestor, options),
    ...printSteps('Descendants, depth first', document.descendants, describeDescendant, options),
  ];
}

type Step = LineageDocument['ancestors'][number];

function describeAncestor({ relation, from, model }: Step): string {
  return `${relationWords[relation]} of ${nameVersion(from, model)}`;
}

function describeDescendant({ relation, from, model }: Step): string {
  return `from ${nameVersion(from, model)} (${relationWords[relation]})`;
}

/** What data a version was made from, of itself and through its ancestors; of a model each data set and who uses it. Pure. */
export function printData(document: LineageDocument, options: TableOptions): readonly string[] {
  const { model, version, data, dataSets } = document;
  if (version === null) {
    if (dataSets.length === 0) return [`No version of ${model} has data on record.`];
    const columns = [
      { title: 'data set', cut: true as const, atLeast: 16 },
      { title: 'count', align: 'right' as const },
      { title: 'versions trained on it', cut: true as const, atLeast: 24 },
    ];
    const rows = dataSets.map(use => [use.dataSet, String(use.versions.length), use.versions.join(', ')]);
    return printTable(columns, rows, options);
  }
  const names = [...new Set(data.flatMap(each => each.dataSources))];
  const columns = [{ title: 'version' }, { title: 'data', cut: true as const, atLeast: 24 }];
  const rows = data.map(each => [nameVersion(each, model ?? ''), each.dataSources.join(', ') || '-']);
  return [
    ...printTable(columns, rows, options),
    '',
    names.length === 0
      ? `No data is on record for ${model} ${version} or what it comes from.`
      : `${model} ${version} was made from ${formatCount(names.length, 'data set')}: ${names.join(', ')}.`,
  ];
}

/** What a bad version or data set touches, and which of it is live. Pure. */
export function printAffected(document: LineageDocument, options: TableOptions): readonly string[] {
  const { affected, dataSet, model, version } = document;
  const live = affected.filter(({ aliases }) => aliases.length > 0).length;
  const what = dataSet === null ? `${model} ${version}` : `the data set ${dataSet}`;
  const columns = [
    { title: 'version' },
    { title: 'why', cut: true as const, atLeast: 16 },
    { title: 'state' },
    { title: 'live under', cut: true as const },
  ];
  const rows = affected.map(each => [nameVersion(each), describeCause(each), ...describeStanding(each)]);
  return [
    `${capitalise(what)} touches ${formatCount(affected.length, 'version')}, ${live} live.`,
    '',
    ...printTable(columns, rows, options),
  ];
}

/** What is wrong with what is known, a line each; the lineage file first. Pure. */
export function printLineageProblems(
  fileProblem: string | undefined,
  problems: readonly Pick<LineageProblem, 'kind' | 'message'>[],
): readonly string[] {
  const lines = [
    ...(fileProblem === undefined ? [] : [`LINEAGE FILE  ${fileProblem}.`]),
    ...problems.map(({ kind, message }) => `${problemWords[kind]}  ${message}.`),
  ];
  return lines.length === 0 ? [] : ['', ...lines];
}

function printSteps(
  title: string,
  steps: readonly Step[],
  describeBond: (step: Step) => string,
  options: TableOptions,
): readonly string[] {
  if (steps.length === 0) return [];
  const columns = [
    { title: 'version' },
    { title: 'bound as', cut: true as const, atLeast: 16 },
    { title: 'state' },
    { title: 'live under', cut: true as const },
  ];
  const rows = steps.map(step => [nameVersion(step), describeBond(step), ...describeStanding(step)]);
  return ['', `${title} (${steps.length})`, ...printTable(columns, rows, { ...options, indent: '  ' })];
}

function describeOrigins({ model, origins }: OneVersion): string {
  return origins.map(origin => nameOrigin(origin, origin.relation, model)).join(', ');
}

function describeCause({ because, from, model }: LineageDocument['affected'][number]): string {
  switch (because) {
    case 'itself':
      return 'it is the one';
    case 'uses':
      return 'was trained on it';
    case 'descends':
      return from === null ? 'descends' : `comes from ${nameVersion(from, model)}`;
    default:
      return because satisfies never;
  }
}

function describeStanding({ isRegistered, state, aliases }: Standing): readonly string[] {
  return [isRegistered ? (state ?? '-') : 'not registered', aliases.join(', ')];
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
