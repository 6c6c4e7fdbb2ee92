import { sortByVersionName } from '../names/version-name.ts';
import type { LineageReading, LineageRow } from '../ports/lineage.ts';
import type { Version } from '../registry/version.ts';
import { describeCycle, findCycles } from './find-cycles.ts';
import {
  type LineageGraph,
  type LineageLink,
  type LineageNode,
  type LineageProblem,
  lineageKey,
  nameVersion,
} from './lineage-graph.ts';
import { type MergedFacts, mergeFacts } from './merge-facts.ts';

/** What a graph is built from. */
export type LineageSources = {
  /** Of all models, those of one model together and oldest first. */
  readonly versions: readonly Version[];
  /** Undefined where the kind of registry has no such file. */
  readonly file: LineageReading | undefined;
};

/**
 * The graph of everything that is known of where versions come from. Nothing is left out for being wrong: what is, is among the
 * problems. Pure, and linear in versions and links.
 */
export function buildLineage({ versions, file }: LineageSources): LineageGraph {
  const rows = new Map((file?.rows ?? []).map(row => [lineageKey(row.model, row.version), row]));
  const target = file?.target ?? 'the lineage file';
  const known = listKnown(versions, rows);
  const resolve = createResolver(known);
  const nodes = new Map<string, LineageNode>();
  const problems: LineageProblem[] = [];
  for (const [key, { model, version, registered }] of known) {
    const record = registered?.whole === 'complete' ? registered.record : undefined;
    const facts = mergeFacts(record, rows.get(key), target);
    const { origins, missing } = resolve(model, facts);
    const { createdAt, parent, baseModel, dataSources, gitCommit, notes } = facts;
    const isRegistered = registered !== undefined;
    // Written out: spreading costs more than all the rest, thousands of times.
    nodes.set(key, {
      key,
      model,
      version,
      isRegistered,
      createdAt,
      origins,
      parent,
      baseModel,
      dataSources,
      gitCommit,
      notes,
    });
    if (isRegistered && missing.length === 0 && facts.conflicts.length === 0) continue;
    const name = nameVersion({ model, version });
    const found: readonly (readonly [LineageProblem['kind'], string])[] = [
      ...missing.map(text => ['missing-parent', `${name}: ${text}`] as const),
      ...facts.conflicts.map(text => ['conflict', `${name}: ${text}; the record counts`] as const),
      ...(!isRegistered
        ? [['not-registered', `${name} stands in ${target} and is not registered`] as const]
        : []),
    ];
    problems.push(...found.map(([kind, message]) => ({ kind, keys: [key], message })));
  }
  const cycles = findCycles(nodes).map(
    (cycle): LineageProblem => ({ kind: 'cycle', keys: cycle.members, message: describeCycle(cycle, nodes) }),
  );
  return { nodes, offspring: reverseLinks(nodes), problems: [...cycles, ...problems] };
}

type Known = {
  readonly model: string;
  readonly version: string;
  readonly registered: Version | undefined;
};

/** Every version that anything speaks of, model by model, oldest first. */
function listKnown(
  versions: readonly Version[],
  rows: ReadonlyMap<string, LineageRow>,
): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  for (const registered of versions) {
    const { model, version } = registered;
    known.set(lineageKey(model, version), { model, version, registered });
  }
  const count = known.size;
  for (const [key, { model, version }] of rows)
    if (!known.has(key)) known.set(key, { model, version, registered: undefined });
  return known.size === count ? known : orderKnown([...known.values()]);
}

function orderKnown(known: readonly Known[]): ReadonlyMap<string, Known> {
  const byModel = Map.groupBy(known, ({ model }) => model);
  const ordered = [...byModel.values()].flatMap(ofModel =>
    sortByVersionName(ofModel, ({ version }) => version),
  );
  return new Map(ordered.map(each => [lineageKey(each.model, each.version), each]));
}

type Resolved = { readonly origins: readonly LineageLink[]; readonly missing: readonly string[] };

const nothing: readonly string[] = [];

/** Finds what a version comes from among those that are known; each of them counts once, by its closest relation. */
function createResolver(known: ReadonlyMap<string, Known>) {
  const models = new Set<string>();
  for (const { model } of known.values()) models.add(model);
  const find = (model: string, text: string): string | undefined => {
    const own = lineageKey(model, text);
    if (known.has(own)) return own;
    const reference = parseReference(text);
    const other = reference && lineageKey(reference.model, reference.version);
    return other !== undefined && known.has(other) ? other : undefined;
  };
  return (model: string, { parent, baseModel, previousLive }: MergedFacts): Resolved => {
    let missing = nothing;
    const ofParent = parent === undefined ? undefined : find(model, parent);
    if (parent !== undefined && ofParent === undefined) missing = [`its parent ${parent} is not here`];
    const base = baseModel === undefined ? undefined : parseReference(baseModel);
    let ofBase: string | undefined;
    // Every other base model is of a hub and is not expected here.
    if (base !== undefined && models.has(base.model)) {
      const key = lineageKey(base.model, base.version);
      if (known.has(key)) ofBase = key;
      else missing = [...missing, `its base model ${baseModel} is not here`];
    }
    const ofPrevious =
      previousLive === undefined ? undefined : (find(model, previousLive) ?? find(model, `v${previousLive}`));
    return { origins: linkOnce(ofParent, ofBase, ofPrevious), missing };
  };
}

/** The links to what was found, one for each version. */
function linkOnce(
  parent: string | undefined,
  base: string | undefined,
  previous: string | undefined,
): readonly LineageLink[] {
  const links: LineageLink[] = parent === undefined ? [] : [{ relation: 'parent', key: parent }];
  if (base !== undefined && base !== parent) links.push({ relation: 'base-model', key: base });
  if (previous !== undefined && previous !== parent && previous !== base)
    links.push({ relation: 'previous-live', key: previous });
  return links;
}

/** `majora:v1` taken apart at its last colon; undefined for a text that cannot be that. Pure. */
export function parseReference(
  text: string,
): { readonly model: string; readonly version: string } | undefined {
  const colon = text.lastIndexOf(':');
  if (colon <= 0 || colon === text.length - 1) return undefined;
  return { model: text.slice(0, colon), version: text.slice(colon + 1) };
}

function reverseLinks(nodes: ReadonlyMap<string, LineageNode>): ReadonlyMap<string, readonly LineageLink[]> {
  const offspring = new Map<string, LineageLink[]>();
  for (const { key, origins } of nodes.values()) {
    for (const origin of origins) {
      const links = offspring.get(origin.key);
      if (links === undefined) offspring.set(origin.key, [{ relation: origin.relation, key }]);
      else links.push({ relation: origin.relation, key });
    }
  }
  return offspring;
}
