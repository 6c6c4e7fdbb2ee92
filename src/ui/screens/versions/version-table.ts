import { listGateAliases } from '../../../core/gate/gate-aliases.ts';
import type { VersionState } from '../../../core/history/entry.ts';
import { type Hold, wasTakenBack } from '../../../core/history/model-history.ts';
import type { Version } from '../../../core/registry/version.ts';
import { listStates } from '../../../core/registry/version-state.ts';
import { wordOfWholeness } from '../../../core/registry/wholeness-words.ts';
import type { LoadedVersions } from '../../../core/session/load-model.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { widestOf } from '../../components/columns.ts';

/** One version as the list shows it. */
export type VersionRow = {
  readonly version: Version;
  readonly state: VersionState;
  /** Aliases it is live under, by name. */
  readonly aliases: readonly string[];
  readonly hold: Hold | undefined;
  /** True when its last time live ended by being rolled back. */
  readonly rolledBack: boolean;
  /** As last described, else as registered; safe to show. */
  readonly notes: string | undefined;
  readonly tags: readonly string[];
  /** What the filter looks at, in lower case. */
  readonly searchText: string;
};

/** All versions of a model, worked out once when they are read, so that moving among ten thousand costs nothing. */
export type VersionTable = {
  /** Newest first. */
  readonly rows: readonly VersionRow[];
  /** Metrics worth a column, most telling first; at most three. */
  readonly metrics: readonly string[];
  /** Cells of the widest version and of the widest aliases, within limits. */
  readonly versionWidth: number;
  readonly aliasesWidth: number;
  /** The alias the column of gates is about; undefined where no version was judged and no policy is bound. */
  readonly gateAlias: string | undefined;
  readonly anyParent: boolean;
  readonly anyHold: boolean;
};

const columnMetrics = 3;
/** Newest versions that decide which metrics are shown. */
const metricSample = 50;

/** Metrics that say most about a version, first. */
const tellingMetrics = [
  'groundedness',
  'factual_correctness',
  'answer_relevance',
  'hallucination_score',
  'weighted_score',
  'mean_semantic_sim',
  'accuracy',
  'latency_total',
];

/** Works out the rows of a model. Pure. */
export function indexVersions(loaded: LoadedVersions): VersionTable {
  const aliasesOf = groupAliases(loaded);
  const states = listStates(loaded.status);
  const rows = loaded.versions
    .map(version => describeVersion(loaded, version, states, aliasesOf.get(version.version) ?? []))
    .toReversed();
  return {
    rows,
    metrics: chooseMetrics(rows),
    versionWidth: widestOf(namesOf(rows), 'VERSION', 24),
    aliasesWidth: widestOf([...aliasesOf.values()].map(formatAliases), 'ALIASES', 24),
    gateAlias: listGateAliases(loaded.status, loaded.policies)[0],
    anyParent: rows.some(row => row.version.whole === 'complete' && row.version.record.parent !== undefined),
    anyHold: rows.some(row => row.hold !== undefined),
  };
}

/** The aliases of a version as one text. */
export function formatAliases(aliases: readonly string[]): string {
  return aliases.join(' ');
}

/** The rows a filter leaves: those that contain the text, or with `!` in front those that do not. Pure. */
export function filterRows(rows: readonly VersionRow[], filter: string): readonly VersionRow[] {
  const inverse = filter.startsWith('!');
  const wanted = filter.slice(inverse ? 1 : 0).toLowerCase();
  return wanted === '' ? rows : rows.filter(row => row.searchText.includes(wanted) !== inverse);
}

function describeVersion(
  { status }: LoadedVersions,
  version: Version,
  states: ReadonlyMap<string, VersionState>,
  aliases: readonly string[],
): VersionRow {
  const name = version.version;
  const record = version.whole === 'complete' ? version.record : undefined;
  const notes = record?.notes;
  const tags = record?.tags ?? [];
  const state = states.get(name) ?? 'completed';
  const hold = status.effective.versionHolds.get(name);
  const row = {
    version,
    state,
    aliases,
    hold,
    rolledBack: wasTakenBack(status.effective, status.usualAlias, name),
    notes: notes === undefined ? undefined : makeSafeText(notes),
    tags: tags.map(tag => makeSafeText(tag)),
  };
  const said = [...(hold ? ['held'] : []), ...(row.rolledBack ? ['rolled back'] : [])];
  const words = [name, state, wordOfWholeness(version), ...aliases, ...said, row.notes ?? '', ...row.tags];
  return { ...row, searchText: words.join('\n').toLowerCase() };
}

function groupAliases({ status }: LoadedVersions): ReadonlyMap<string, readonly string[]> {
  const grouped = new Map<string, readonly string[]>();
  for (const [alias, { version }] of [...status.effective.aliases].sort()) {
    if (version !== null) grouped.set(version, [...(grouped.get(version) ?? []), alias]);
  }
  return grouped;
}

function chooseMetrics(rows: readonly VersionRow[]): readonly string[] {
  const known = new Set<string>();
  for (const { version } of rows.slice(0, metricSample)) {
    if (version.whole === 'complete') for (const name of Object.keys(version.record.metrics)) known.add(name);
  }
  const telling = tellingMetrics.filter(name => known.has(name));
  const others = [...known].filter(name => !tellingMetrics.includes(name));
  return [...telling, ...others].slice(0, columnMetrics);
}

function* namesOf(rows: readonly VersionRow[]): Generator<string> {
  for (const row of rows) yield row.version.version;
}
