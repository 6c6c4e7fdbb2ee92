import {
  type LineageGraph,
  type LineageNode,
  type LineageProblem,
  type LineageRelation,
  nameVersion,
} from '../../core/lineage/lineage-graph.ts';
import type { TreeRow } from '../../core/lineage/version-tree.ts';
import { formatCount } from './number.ts';

/** Each relation as it is called where a version is named with what it comes from. */
export const relationWords: Readonly<Record<LineageRelation, string>> = {
  parent: 'parent',
  'base-model': 'base model',
  'previous-live': 'previous live version',
};

/** Each kind of problem where there is room for a word only. */
export const problemWords: Readonly<Record<LineageProblem['kind'], string>> = {
  cycle: 'CYCLE',
  'missing-parent': 'PARENT MISSING',
  conflict: 'CONFLICT',
  'not-registered': 'NOT REGISTERED',
};

/** What a version comes from, with its relation unless that is the usual one: `v1`, `oracle:v3 (base model)`. */
export function nameOrigin(
  origin: Pick<LineageNode, 'model' | 'version'>,
  relation: LineageRelation,
  seenFrom: string,
): string {
  const name = nameVersion(origin, seenFrom);
  return relation === 'parent' ? name : `${name} (${relationWords[relation]})`;
}

/** Everything a version comes from; undefined where nothing is recorded. */
export function describeOrigins(node: LineageNode, graph: LineageGraph): string | undefined {
  const found = node.origins.flatMap(({ key, relation }) => {
    const origin = graph.nodes.get(key);
    return origin === undefined ? [] : [nameOrigin(origin, relation, node.model)];
  });
  return found.length === 0 ? undefined : found.join(', ');
}

/**
 * At most `count` names, and how many more there are: `v2, v1 and 7 more`.
 * @param total how many there are where the names are the first of them only
 */
export function nameSome(names: readonly string[], count: number, total: number = names.length): string {
  const left = total - count;
  return `${names.slice(0, count).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** The note of a version where its line leaves the main one, as a tree shows it: `(experimental branch)`; undefined elsewhere. */
export function describeBranch({ node, isBranch }: TreeRow): string | undefined {
  return isBranch && node.notes !== undefined ? `(${node.notes})` : undefined;
}

/** What binds a version to other models, which its own tree cannot show: `from oracle:v3`, `base of 2 versions elsewhere`. */
export function describeOutside(node: LineageNode, graph: LineageGraph): readonly string[] {
  const origins: string[] = [];
  for (const { key } of node.origins) {
    const origin = graph.nodes.get(key);
    if (origin !== undefined && origin.model !== node.model) origins.push(nameVersion(origin));
  }
  let elsewhere = 0;
  for (const { key } of graph.offspring.get(node.key) ?? [])
    if (graph.nodes.get(key)?.model !== node.model) elsewhere += 1;
  const words: string[] = [];
  if (origins.length > 0) words.push(`from ${origins.join(', ')}`);
  if (elsewhere > 0) words.push(`base of ${formatCount(elsewhere, 'version')} elsewhere`);
  return words;
}

/** Problems by the key of each version that they are about. */
export function groupProblems(graph: LineageGraph): ReadonlyMap<string, readonly LineageProblem[]> {
  const grouped = new Map<string, LineageProblem[]>();
  for (const problem of graph.problems) {
    for (const key of problem.keys) {
      const ofVersion = grouped.get(key);
      if (ofVersion === undefined) grouped.set(key, [problem]);
      else ofVersion.push(problem);
    }
  }
  return grouped;
}

/** The problems of a model's own versions. */
export function listProblemsOf(graph: LineageGraph, model: string): readonly LineageProblem[] {
  return graph.problems.filter(({ keys }) => keys.some(key => graph.nodes.get(key)?.model === model));
}
