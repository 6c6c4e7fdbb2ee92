import { listDataUses } from './data-lineage.ts';
import type { LineageGraph, LineageNode } from './lineage-graph.ts';
import { walkDown } from './walk-lineage.ts';

/** A version that is touched by something bad. */
export type AffectedVersion = {
  readonly node: LineageNode;
  /** `itself`: it is the bad one. `uses`: it was trained on the bad data. `descends`: it comes from one that is touched. */
  readonly because: 'itself' | 'uses' | 'descends';
  /** The touched version it comes from; undefined unless it descends. */
  readonly from: LineageNode | undefined;
  /** Links from the nearest beginning on the way it was found; 0 for a beginning. */
  readonly distance: number;
};

/** The version and all that comes from it, in any model, depth first. Empty for a version that is not in the graph. Pure. */
export function listAffectedByVersion(graph: LineageGraph, key: string): readonly AffectedVersion[] {
  const start = graph.nodes.get(key);
  return start === undefined ? [] : spread(graph, [start], 'itself');
}

/** All versions that were trained on a data set, each followed by what comes from it and was not told of yet. Pure. */
export function listAffectedByData(
  graph: LineageGraph,
  dataSet: string,
  model?: string,
): readonly AffectedVersion[] {
  const use = listDataUses(graph.nodes.values()).find(each => each.dataSet === dataSet);
  const users = (use?.users ?? []).filter(user => model === undefined || user.model === model);
  return spread(graph, users, 'uses');
}

function spread(
  graph: LineageGraph,
  starts: readonly LineageNode[],
  because: 'itself' | 'uses',
): readonly AffectedVersion[] {
  const seen = new Set(starts.map(({ key }) => key));
  return starts.flatMap((node): readonly AffectedVersion[] => [
    { node, because, from: undefined, distance: 0 },
    ...walkDown(graph, node, seen).map(step => ({
      node: step.node,
      because: 'descends' as const,
      from: step.from,
      distance: step.distance,
    })),
  ]);
}
