import type { LineageRow } from '../ports/lineage.ts';
import type { VersionRecord } from '../registry/version.ts';

/** What is known of where a version comes from, from both of its sources. */
export type MergedFacts = {
  readonly createdAt: string | undefined;
  readonly parent: string | undefined;
  readonly baseModel: string | undefined;
  readonly previousLive: string | undefined;
  readonly dataSources: readonly string[];
  readonly gitCommit: string | undefined;
  readonly notes: string | undefined;
  /** Where both speak and do not agree, as the end of a sentence: `its parent is v1 by its record, v2 by lineage.json`. */
  readonly conflicts: readonly string[];
};

/** The record counts where it says something, the lineage file where it alone does. Its notes come first: they are of the branch. Pure. */
export function mergeFacts(
  record: VersionRecord | undefined,
  row: LineageRow | undefined,
  file: string,
): MergedFacts {
  if (row === undefined || record === undefined) {
    // Only one of them speaks: nothing to hold against each other, thousands of times.
    return record === undefined ? takeRow(row) : takeRecord(record);
  }
  const { training, lineage } = record;
  const parent = said(record.parent);
  const baseModel = said(training?.baseModel);
  const dataSources = lineage?.dataSources ?? none;
  const gitCommit = said(lineage?.gitCommit);
  return {
    createdAt: record.createdAt ?? row.createdAt,
    parent: parent ?? said(row.parent),
    baseModel: baseModel ?? said(row.baseModel),
    previousLive: said(lineage?.previousLive),
    dataSources: dataSources.length > 0 ? dataSources : row.dataSources,
    gitCommit: gitCommit ?? said(row.gitCommit),
    notes: said(row.notes) ?? said(record.notes),
    conflicts: findConflicts({ parent, baseModel, dataSources, gitCommit }, takeRow(row), file),
  };
}

const none: readonly string[] = [];

function takeRecord({ createdAt, parent, training, lineage, notes }: VersionRecord): MergedFacts {
  return {
    createdAt,
    parent: said(parent),
    baseModel: said(training?.baseModel),
    previousLive: said(lineage?.previousLive),
    dataSources: lineage?.dataSources ?? none,
    gitCommit: said(lineage?.gitCommit),
    notes: said(notes),
    conflicts: none,
  };
}

function takeRow(row: LineageRow | undefined): MergedFacts {
  return {
    createdAt: row?.createdAt,
    parent: said(row?.parent),
    baseModel: said(row?.baseModel),
    previousLive: undefined,
    dataSources: row?.dataSources ?? none,
    gitCommit: said(row?.gitCommit),
    notes: said(row?.notes),
    conflicts: none,
  };
}

type Statement = Pick<MergedFacts, 'parent' | 'baseModel' | 'dataSources' | 'gitCommit'>;

function findConflicts(record: Statement, row: Statement, file: string): readonly string[] {
  const isSame =
    record.parent === row.parent &&
    record.baseModel === row.baseModel &&
    isSameSet(record.dataSources, row.dataSources) &&
    isSameCommit(record.gitCommit, row.gitCommit);
  if (isSame) return none;
  const conflicts: string[] = [];
  const compare = (what: string, one: string | undefined, other: string | undefined) => {
    if (one !== undefined && other !== undefined)
      conflicts.push(`its ${what} is ${one} by its record, ${other} by ${file}`);
  };
  if (record.parent !== row.parent) compare('parent', record.parent, row.parent);
  if (record.baseModel !== row.baseModel) compare('base model', record.baseModel, row.baseModel);
  if (!isSameSet(record.dataSources, row.dataSources))
    compare('data', listSources(record.dataSources), listSources(row.dataSources));
  if (!isSameCommit(record.gitCommit, row.gitCommit)) compare('git commit', record.gitCommit, row.gitCommit);
  return conflicts;
}

/** An empty text and null say nothing: S2 writes them where nothing was given. */
function said(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function listSources(sources: readonly string[]): string | undefined {
  return sources.length === 0 ? undefined : sources.join(', ');
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  let place = 0;
  while (place < one.length && one[place] === other[place]) place += 1;
  if (place === one.length && place === other.length) return true;
  const names = new Set(one);
  return names.size === new Set(other).size && other.every(name => names.has(name));
}

/** Fewest characters by which git names a commit. */
const shortestCommit = 4;

/** A commit and its own abbreviation are one commit. */
function isSameCommit(one = '', other = ''): boolean {
  if (one === other) return true;
  const [short = '', long = ''] = [one, other].sort((a, b) => a.length - b.length);
  return short.length >= shortestCommit && long.startsWith(short);
}
