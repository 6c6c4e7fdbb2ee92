import type { LineageGraph } from '../../core/lineage/lineage-graph.ts';
import { layOutTree, type TreeRow } from '../../core/lineage/version-tree.ts';
import { cutText } from '../format/fit-text.ts';
import { describeBranch } from '../format/lineage.ts';
import { chooseIndentedLevels, formatTreePrefix } from '../format/tree-prefix.ts';
import { createTheme } from '../terminal/theme.ts';
import type { Host } from './host.ts';

/** Cells of a line where it goes to a file or a pipe: for the indentation only, nothing is cut there. */
const fileColumns = 120;

/**
 * The versions of a model as a tree, as the document of S2 shows it: `majora version tree:`, then a line per version, side branches
 * with their note. Pure.
 * @param wordsBehind what else is said of a version, behind its name
 */
export function printVersionTree(
  graph: LineageGraph,
  model: string,
  host: Pick<Host, 'outIsTerminal' | 'columns' | 'charset'>,
  wordsBehind: (row: TreeRow) => readonly string[] = () => [],
): readonly string[] {
  const { tree, ellipsis } = createTheme('mono', host.charset).symbols;
  const indented = chooseIndentedLevels(host.outIsTerminal ? host.columns : fileColumns);
  const lines = layOutTree(graph, model).map(row => {
    const branch = describeBranch(row);
    let line = formatTreePrefix(row, indented, tree) + row.node.version;
    for (const word of wordsBehind(row)) line += ` ${word}`;
    return branch === undefined ? line : `${line} ${branch}`;
  });
  return [
    `${model} version tree:`,
    ...lines.map(line => (host.outIsTerminal ? cutText(line, host.columns, ellipsis) : line)),
  ];
}
