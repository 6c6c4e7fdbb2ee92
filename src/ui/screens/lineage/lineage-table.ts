import { layOutTree, type TreeRow } from '../../../core/lineage/version-tree.ts';
import type { LineageStanding, LoadedLineage } from '../../../core/session/load-lineage.ts';
import {
  describeBranch,
  describeOrigins,
  describeOutside,
  groupProblems,
  listProblemsOf,
  problemWords,
} from '../../format/lineage.ts';

/** One version as the tree shows it. */
export type LineageRow = {
  readonly tree: TreeRow;
  /** Undefined for what is not registered. */
  readonly standing: LineageStanding | undefined;
  /** What it comes from; undefined where nothing is recorded. */
  readonly origins: string | undefined;
  /** A word for each kind of problem, in capitals. */
  readonly problems: readonly string[];
  /** What binds it to other models. */
  readonly outside: readonly string[];
  /** Its note in brackets, where it leaves the main line. */
  readonly branch: string | undefined;
  /** What the filter looks at, in lower case. */
  readonly searchText: string;
};

/** The tree of a model, worked out once when it is read, so that moving among thousands of versions costs nothing. */
export type LineageTable = {
  readonly rows: readonly LineageRow[];
  /** Versions of the model, oldest first. */
  readonly versions: readonly string[];
  readonly problemCount: number;
  /** True where a version hangs on what was live before it, which is no descent. */
  readonly anyWeak: boolean;
};

/** Works out the rows of a model. Pure. */
export function indexLineage(loaded: LoadedLineage, model: string): LineageTable {
  const { graph, standings } = loaded;
  const problems = groupProblems(graph);
  const rows = layOutTree(graph, model).map((tree): LineageRow => {
    const { node } = tree;
    const standing = standings.get(node.key);
    const row = {
      tree,
      standing,
      origins: describeOrigins(node, graph),
      problems: [...new Set((problems.get(node.key) ?? []).map(({ kind }) => problemWords[kind]))],
      outside: describeOutside(node, graph),
      branch: describeBranch(tree),
    };
    const words = [
      node.version,
      standing?.state ?? '',
      ...(standing?.aliases ?? []),
      ...row.problems,
      ...row.outside,
      node.baseModel ?? '',
      ...node.dataSources,
      node.gitCommit ?? '',
      node.notes ?? '',
    ];
    return { ...row, searchText: words.join('\n').toLowerCase() };
  });
  return {
    rows,
    versions: [...graph.nodes.values()].flatMap(node => (node.model === model ? [node.version] : [])),
    problemCount: listProblemsOf(graph, model).length,
    anyWeak: rows.some(row => row.tree.relation === 'previous-live'),
  };
}

/** The rows a filter leaves: those that contain the text, or with `!` in front those that do not. Pure. */
export function filterRows(rows: readonly LineageRow[], filter: string): readonly LineageRow[] {
  const inverse = filter.startsWith('!');
  const wanted = filter.slice(inverse ? 1 : 0).toLowerCase();
  return wanted === '' ? rows : rows.filter(row => row.searchText.includes(wanted) !== inverse);
}

/** The row of what a row hangs on; undefined for a root. Pure. */
export function findHook(rows: readonly LineageRow[], row: LineageRow): LineageRow | undefined {
  const place = rows.indexOf(row);
  return rows.slice(0, Math.max(0, place)).findLast(above => above.tree.level < row.tree.level);
}
