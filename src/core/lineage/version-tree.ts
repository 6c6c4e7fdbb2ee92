import {
  isDescent,
  type LineageGraph,
  type LineageLink,
  type LineageNode,
  listNodesOf,
} from './lineage-graph.ts';

/** Levels whose lines a row remembers: no terminal has room for more, and a chain may be thousands deep. */
export const guideLimit = 40;

/** One row of the tree of a model, to be drawn below the one before it. */
export type TreeRow = {
  readonly node: LineageNode;
  /** 1 for a root. */
  readonly level: number;
  /** A sign for each level above it, the root's first, at most `guideLimit`: `|` where that level's line goes on below, else a space. */
  readonly guides: string;
  /** True when no sibling follows. */
  readonly isLast: boolean;
  /** True when it is not the first of its siblings: a line leaves the main one here. */
  readonly isBranch: boolean;
  /** How it is bound to what it hangs on; undefined for a root. */
  readonly relation: LineageLink['relation'] | undefined;
};

/**
 * The versions of a model as a tree, a row each, every version once, children in version order. A version hangs on its parent, else
 * on a base model of the same model, else on what was live before it. A cycle is opened at its oldest version. Pure, linear, iterative.
 */
export function layOutTree(graph: LineageGraph, model: string): readonly TreeRow[] {
  const nodes = listNodesOf(graph, model);
  const hanging = openCycles(nodes, chooseHooks(graph, nodes));
  const below = new Map<string, LineageNode[]>();
  const roots: LineageNode[] = [];
  for (const node of nodes) {
    const hook = hanging.get(node.key);
    if (hook === undefined) roots.push(node);
    else {
      const siblings = below.get(hook.key);
      if (siblings === undefined) below.set(hook.key, [node]);
      else siblings.push(node);
    }
  }
  const rows: TreeRow[] = [];
  const open: TreeRow[] = [];
  const push = (siblings: readonly LineageNode[], level: number, guides: string) => {
    for (let place = siblings.length - 1; place >= 0; place -= 1) {
      const node = siblings[place];
      if (node === undefined) continue;
      const isLast = place === siblings.length - 1;
      const relation = hanging.get(node.key)?.relation;
      open.push({ node, level, guides, isLast, isBranch: place > 0, relation });
    }
  };
  push(roots, 1, '');
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    rows.push(row);
    const guides = row.guides.length < guideLimit ? `${row.guides}${row.isLast ? ' ' : '|'}` : row.guides;
    push(below.get(row.node.key) ?? [], row.level + 1, guides);
  }
  return rows;
}

/** What each version would hang on, by its key. */
function chooseHooks(graph: LineageGraph, nodes: readonly LineageNode[]): Map<string, LineageLink> {
  const hooks = new Map<string, LineageLink>();
  for (const { key, model, origins } of nodes) {
    const isOwn = (origin: LineageLink) => graph.nodes.get(origin.key)?.model === model;
    const hook = origins.find(origin => isDescent(origin) && isOwn(origin)) ?? origins.find(isOwn);
    if (hook !== undefined) hooks.set(key, hook);
  }
  return hooks;
}

/** Takes one hook out of every circle: the weakest, else that of the oldest version. */
function openCycles(
  nodes: readonly LineageNode[],
  hooks: Map<string, LineageLink>,
): ReadonlyMap<string, LineageLink> {
  const order = new Map(nodes.map(({ key }, place) => [key, place]));
  const rank = (key: string | undefined) => (key === undefined ? -1 : (order.get(key) ?? -1));
  // Where everything hangs on older versions, as nearly always, nothing can lead round.
  if (nodes.every(({ key }, place) => rank(hooks.get(key)?.key) < place)) return hooks;
  const walkOf = new Map<string, string>();
  for (const { key: start } of nodes) {
    const path: string[] = [];
    let key: string | undefined = start;
    while (key !== undefined && !walkOf.has(key)) {
      walkOf.set(key, start);
      path.push(key);
      key = hooks.get(key)?.key;
    }
    if (key === undefined || walkOf.get(key) !== start) continue;
    const circle = path.slice(path.indexOf(key));
    const weak = circle.filter(member => hooks.get(member)?.relation === 'previous-live');
    const candidates = weak.length > 0 ? weak : circle;
    hooks.delete(candidates.reduce((oldest, member) => (rank(member) < rank(oldest) ? member : oldest)));
  }
  return hooks;
}
