import type { LineageGraph, LineageNode } from './lineage-graph.ts';
import { listAncestors } from './walk-lineage.ts';

/** The data a version was trained on itself. */
export type DataOfVersion = {
  readonly node: LineageNode;
  /** Links from the version that was asked about, which is 0. */
  readonly distance: number;
  readonly dataSources: readonly string[];
};

/** A data set and the versions that were trained on it themselves, in the order of the graph. */
export type DataUse = { readonly dataSet: string; readonly users: readonly LineageNode[] };

/** All data that went into a version: its own, then that of its ancestors, nearest first. Pure. */
export function listDataOf(graph: LineageGraph, key: string): readonly DataOfVersion[] {
  const node = graph.nodes.get(key);
  if (node === undefined) return [];
  const ancestors = listAncestors(graph, key);
  return [{ node, distance: 0 }, ...ancestors].map(each => ({
    node: each.node,
    distance: each.distance,
    dataSources: each.node.dataSources,
  }));
}

/** The names of all that data, each once, nearest first. Pure. */
export function nameDataOf(closure: readonly DataOfVersion[]): readonly string[] {
  const names = new Set<string>();
  for (const { dataSources } of closure) for (const name of dataSources) names.add(name);
  return [...names];
}

/** Every data set that some version uses, by name. Pure. */
export function listDataUses(nodes: Iterable<LineageNode>): readonly DataUse[] {
  const uses = new Map<string, LineageNode[]>();
  for (const node of nodes) {
    for (const dataSet of new Set(node.dataSources)) {
      const users = uses.get(dataSet);
      if (users === undefined) uses.set(dataSet, [node]);
      else users.push(node);
    }
  }
  return [...uses]
    .map(([dataSet, users]) => ({ dataSet, users }))
    .sort((one, other) => (one.dataSet < other.dataSet ? -1 : 1));
}
