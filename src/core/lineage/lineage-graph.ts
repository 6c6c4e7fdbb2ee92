/**
 * How a version is bound to one it comes from. `parent` and `base-model` are descent: what is wrong with the one may be wrong with the
 * other. `previous-live` is S0's word for what was live before, often wrong: it is shown, and no question is answered by it.
 */
export const lineageRelations = ['parent', 'base-model', 'previous-live'] as const;
export type LineageRelation = (typeof lineageRelations)[number];

/** A link between two versions of the graph, seen from one of them. */
export type LineageLink = {
  readonly relation: LineageRelation;
  /** Of the version at the other end. */
  readonly key: string;
};

/** A version and where it comes from. Texts are safe to show. */
export type LineageNode = {
  /** Unique in the registry; for looking up, never for showing. */
  readonly key: string;
  readonly model: string;
  readonly version: string;
  /** False for one that a lineage file alone speaks of. */
  readonly isRegistered: boolean;
  /** ISO 8601 UTC, or undefined. */
  readonly createdAt: string | undefined;
  /** What it comes from and that is here: the parent, the base model, what was live before. */
  readonly origins: readonly LineageLink[];
  /** As recorded, whether it is here or not. */
  readonly parent: string | undefined;
  /** As recorded: a model of a hub, or a version of this registry. */
  readonly baseModel: string | undefined;
  /** In the order recorded. */
  readonly dataSources: readonly string[];
  readonly gitCommit: string | undefined;
  readonly notes: string | undefined;
};

/** Something wrong with what is known of where versions come from. */
export type LineageProblem = {
  readonly kind: 'cycle' | 'missing-parent' | 'conflict' | 'not-registered';
  /** Keys of the versions it is about, at least one. */
  readonly keys: readonly string[];
  /** A sentence without its full stop. */
  readonly message: string;
};

/** Where all versions of a registry come from. */
export type LineageGraph = {
  /** By key; model by model, the versions of each oldest first. */
  readonly nodes: ReadonlyMap<string, LineageNode>;
  /** What comes from a version, by its key, in the order of `nodes`; nothing where nothing does. */
  readonly offspring: ReadonlyMap<string, readonly LineageLink[]>;
  /** In the order of the versions they are about; cycles first. */
  readonly problems: readonly LineageProblem[];
};

/** The key of a version in a graph. Pure. */
export function lineageKey(model: string, version: string): string {
  return `${model}\n${version}`;
}

/** True for a link by which what is wrong is passed on. Pure. */
export function isDescent({ relation }: LineageLink): boolean {
  return relation !== 'previous-live';
}

/** The versions of one model, oldest first. Pure. */
export function listNodesOf(graph: LineageGraph, model: string): readonly LineageNode[] {
  return [...graph.nodes.values()].filter(node => node.model === model);
}

/** A version as S2 writes it behind its model: `majora:v1`; its version alone where the reader knows the model. Pure. */
export function nameVersion(
  { model, version }: Pick<LineageNode, 'model' | 'version'>,
  seenFrom?: string,
): string {
  return model === seenFrom ? version : `${model}:${version}`;
}
