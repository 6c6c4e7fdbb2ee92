import { type DataOfVersion, listDataOf, nameDataOf } from '../../../core/lineage/data-lineage.ts';
import { type LineageNode, nameVersion } from '../../../core/lineage/lineage-graph.ts';
import { type LineageStep, listDescendants } from '../../../core/lineage/walk-lineage.ts';
import type { LoadedLineage } from '../../../core/session/load-lineage.ts';
import { type Line, type Tone, toned } from '../../components/line.tsx';
import { nameSome } from '../../format/lineage.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { LineageRow } from './lineage-table.ts';

/** Versions and data sets that are named of a longer list. */
const namedSteps = 5;
const namedData = 8;

/** What is to be known of where a version comes from, in at most `rows` lines: what is wrong first. Pure. */
export function linesAboutOrigins(
  row: LineageRow,
  loaded: LoadedLineage,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly Line[] {
  const { node } = row.tree;
  const { graph, file } = loaded;
  const problems = graph.problems.filter(({ keys }) => keys.includes(node.key));
  // Walked once: it is drawn again with every key, and may have thousands of ancestors.
  const closure = listDataOf(graph, node.key);
  const said: readonly (readonly [Tone, string])[] = [
    ...(file?.problem === undefined ? [] : [['bad', `LINEAGE FILE: ${file.problem}.`] as const]),
    ...problems.map(({ message }) => ['bad', `${capitalise(message)}.`] as const),
    ['plain', describeAncestors(row, closure.slice(1))],
    ['plain', describeDescendants(node, listDescendants(graph, node.key), loaded)],
    ...describeData(node, closure),
    ...describeFacts(node),
  ];
  return said
    .flatMap(([tone, text]) => wrapText(text, columns).map((line): Line => [toned(tone, line)]))
    .slice(0, rows);
}

type Reached = Pick<LineageStep, 'node'>;

function describeAncestors({ tree: { node }, origins }: LineageRow, steps: readonly Reached[]): string {
  const from = origins === undefined ? 'No parent is recorded.' : `Comes from ${origins}.`;
  if (steps.length < 2) return from;
  return `${from} Ancestors: ${nameSteps(steps, node.model)}.`;
}

function describeDescendants(
  { key, model }: LineageNode,
  steps: readonly LineageStep[],
  { standings }: LoadedLineage,
): string {
  if (steps.length === 0) return 'Nothing comes from it.';
  const live = steps.filter(step => (standings.get(step.node.key)?.aliases.length ?? 0) > 0);
  const own = standings.get(key)?.aliases ?? [];
  const itself = own.length === 0 ? '' : ` It is live itself under ${own.join(', ')}.`;
  const which = live.length === 0 ? 'none of them live' : `live of them: ${nameSteps(live, model)}`;
  return `Descendants: ${nameSteps(steps, model)}; ${which}.${itself}`;
}

function nameSteps(steps: readonly Reached[], seenFrom: string): string {
  const named = steps.slice(0, namedSteps).map(({ node }) => nameVersion(node, seenFrom));
  return nameSome(named, namedSteps, steps.length);
}

function describeData(
  node: LineageNode,
  closure: readonly DataOfVersion[],
): readonly (readonly [Tone, string])[] {
  const all = nameDataOf(closure);
  const inherited = all.filter(name => !node.dataSources.includes(name));
  if (all.length === 0) return [['muted', 'No data is on record.']];
  const own = node.dataSources.length === 0 ? 'none of its own' : nameSome(node.dataSources, namedData);
  const more = inherited.length === 0 ? '' : `; through its ancestors also ${nameSome(inherited, namedData)}`;
  return [['plain', `Data: ${own}${more}.`]];
}

function describeFacts({ baseModel, gitCommit, notes }: LineageNode): readonly (readonly [Tone, string])[] {
  const facts = [
    ...(baseModel === undefined ? [] : [`Base model ${baseModel}.`]),
    ...(gitCommit === undefined ? [] : [`Git commit ${gitCommit}.`]),
  ];
  return [
    ...(facts.length === 0 ? [] : [['muted', facts.join(' ')] as const]),
    ...(notes === undefined ? [] : [['muted', `Notes: ${notes}`] as const]),
  ];
}

function capitalise(text: string): string {
  return text.startsWith('a cycle') ? `A${text.slice(1)}` : text;
}
