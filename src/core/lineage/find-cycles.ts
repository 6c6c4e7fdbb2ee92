import { isDescent, type LineageNode, nameVersion } from './lineage-graph.ts';

/** Versions that come from each other. */
export type Cycle = {
  /** Keys of all of them, in the order of the graph. */
  readonly members: readonly string[];
  /** One way round: each comes from the next, the last from the first. */
  readonly loop: readonly string[];
};

/** Versions named in the sentence about a cycle. */
const namedMembers = 6;

/**
 * Every set of versions that come from each other; a version that comes from itself is one too. Pure, linear and without recursion:
 * Tarjan's strongly connected components, on a stack of our own.
 * @see R. Tarjan, Depth-first search and linear graph algorithms, 1972
 */
export function findCycles(nodes: ReadonlyMap<string, LineageNode>): readonly Cycle[] {
  if (isInOrder(nodes)) return [];
  const order = new Map([...nodes.keys()].map((key, place) => [key, place]));
  return findComponents(nodes)
    .filter(([first = '', ...others]) => others.length > 0 || listOrigins(nodes, first).includes(first))
    .map(component => component.toSorted((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0)))
    .sort(([one = ''], [other = '']) => (order.get(one) ?? 0) - (order.get(other) ?? 0))
    .map(members => ({ members, loop: walkRound(nodes, members) }));
}

/** A cycle in a sentence without its full stop. Pure. */
export function describeCycle({ loop }: Cycle, nodes: ReadonlyMap<string, LineageNode>): string {
  const found = loop.flatMap(key => nodes.get(key) ?? []);
  const [first] = found;
  if (first === undefined) return 'a cycle';
  const seenFrom = found.every(({ model }) => model === first.model) ? first.model : undefined;
  const names = found.map(node => nameVersion(node, seenFrom));
  const left = names.length - namedMembers;
  const more = left > 0 ? [`${left} more`] : [];
  const round = [...names.slice(0, namedMembers), ...more, names[0] ?? ''].join(', ');
  return `a cycle, each comes from the next: ${seenFrom === undefined ? '' : `${seenFrom} `}${round}`;
}

/** True when each version comes from earlier ones only, as nearly always: then nothing can lead round. */
function isInOrder(nodes: ReadonlyMap<string, LineageNode>): boolean {
  const seen = new Set<string>();
  for (const { key, origins } of nodes.values()) {
    for (const origin of origins) if (isDescent(origin) && !seen.has(origin.key)) return false;
    seen.add(key);
  }
  return true;
}

/** A version whose origins are being followed. */
type Visit = { readonly key: string; readonly origins: readonly string[]; next: number };

function findComponents(nodes: ReadonlyMap<string, LineageNode>): readonly (readonly string[])[] {
  const components: string[][] = [];
  const found = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const path: Visit[] = [];
  const enter = (key: string) => {
    lowest.set(key, found.size);
    found.set(key, found.size);
    open.push(key);
    isOpen.add(key);
    path.push({ key, origins: listOrigins(nodes, key), next: 0 });
  };
  const lower = (key: string, reached: number | undefined) =>
    lowest.set(key, Math.min(lowest.get(key) ?? 0, reached ?? Number.POSITIVE_INFINITY));
  const leave = (key: string) => {
    const before = path.at(-1);
    if (before !== undefined) lower(before.key, lowest.get(key));
    if (lowest.get(key) !== found.get(key)) return;
    const component = open.splice(open.lastIndexOf(key));
    for (const member of component) isOpen.delete(member);
    components.push(component);
  };
  for (const start of nodes.keys()) {
    if (found.has(start)) continue;
    enter(start);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const origin = visit.origins[visit.next];
      visit.next += 1;
      if (origin === undefined) {
        path.pop();
        leave(visit.key);
      } else if (!found.has(origin)) enter(origin);
      else if (isOpen.has(origin)) lower(visit.key, found.get(origin));
    }
  }
  return components;
}

/** Every member has an origin among the members, so following one after the other comes round. */
function walkRound(nodes: ReadonlyMap<string, LineageNode>, members: readonly string[]): readonly string[] {
  const inside = new Set(members);
  const walked = new Map<string, number>();
  let key = members[0];
  while (key !== undefined && !walked.has(key)) {
    walked.set(key, walked.size);
    key = listOrigins(nodes, key).find(origin => inside.has(origin));
  }
  return [...walked.keys()].slice(key === undefined ? 0 : walked.get(key));
}

function listOrigins(nodes: ReadonlyMap<string, LineageNode>, key: string): readonly string[] {
  return (nodes.get(key)?.origins ?? []).filter(isDescent).map(origin => origin.key);
}
