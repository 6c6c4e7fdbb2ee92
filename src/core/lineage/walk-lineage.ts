import {
  isDescent,
  type LineageGraph,
  type LineageLink,
  type LineageNode,
  type LineageRelation,
} from './lineage-graph.ts';

/** A version that was reached from another one. */
export type LineageStep = {
  readonly node: LineageNode;
  /** How it is bound to `from`. */
  readonly relation: LineageRelation;
  /** The version next to it on the way. */
  readonly from: LineageNode;
  /** Links from the start, at least 1. */
  readonly distance: number;
};

/** What a version comes from, nearest first; each once, however many ways lead there. Never the version itself. Pure, iterative. */
export function listAncestors(graph: LineageGraph, key: string): readonly LineageStep[] {
  const start = graph.nodes.get(key);
  if (start === undefined) return [];
  const steps: LineageStep[] = [];
  const seen = new Set([key]);
  const follow = (from: LineageNode, distance: number) => {
    for (const link of from.origins) {
      const node = isDescent(link) && !seen.has(link.key) ? graph.nodes.get(link.key) : undefined;
      if (node === undefined) continue;
      seen.add(link.key);
      steps.push({ node, relation: link.relation, from, distance });
    }
  };
  follow(start, 1);
  // What is appended meanwhile is walked too: first come, first followed is nearest first.
  for (const { node, distance } of steps) follow(node, distance + 1);
  return steps;
}

/** What comes from a version, in any model, depth first; each once. Never the version itself. Pure, iterative. */
export function listDescendants(graph: LineageGraph, key: string): readonly LineageStep[] {
  const start = graph.nodes.get(key);
  return start === undefined ? [] : walkDown(graph, start, new Set([key]));
}

/** The same, leaving out what was seen on other walks and adding to it what is found. Pure but for `seen`. */
export function walkDown(graph: LineageGraph, start: LineageNode, seen: Set<string>): readonly LineageStep[] {
  const steps: LineageStep[] = [];
  const open: { readonly link: LineageLink; readonly from: LineageNode; readonly distance: number }[] = [];
  const push = (from: LineageNode, distance: number) => {
    const links = graph.offspring.get(from.key) ?? [];
    for (const link of links.toReversed()) if (isDescent(link)) open.push({ link, from, distance });
  };
  push(start, 1);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { link, from, distance } = next;
    const node = seen.has(link.key) ? undefined : graph.nodes.get(link.key);
    if (node === undefined) continue;
    seen.add(link.key);
    steps.push({ node, relation: link.relation, from, distance });
    push(node, distance + 1);
  }
  return steps;
}
