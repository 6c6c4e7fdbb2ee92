import { listAffectedByData, listAffectedByVersion } from '../../../core/lineage/blast-radius.ts';
import { listDataOf, listDataUses } from '../../../core/lineage/data-lineage.ts';
import { type LineageNode, type LineageProblem, listNodesOf } from '../../../core/lineage/lineage-graph.ts';
import { layOutTree } from '../../../core/lineage/version-tree.ts';
import { type LineageStep, listAncestors, listDescendants } from '../../../core/lineage/walk-lineage.ts';
import type { LoadedLineage } from '../../../core/session/load-lineage.ts';
import { listProblemsOf } from '../../format/lineage.ts';
import type { LineageDocument } from '../json/lineage.ts';

/** What is asked of a lineage. Names are those of the registry. */
export type LineageQuestion = {
  readonly model: string | undefined;
  /** Of the model. */
  readonly node: LineageNode | undefined;
  readonly dataSet: string | undefined;
};

/** Where versions come from as a document: everything there is about what was asked. Pure. */
export function describeLineage(loaded: LoadedLineage, question: LineageQuestion): LineageDocument {
  const { graph, file } = loaded;
  const { model, node, dataSet } = question;
  const ofModel = model === undefined ? [] : listNodesOf(graph, model);
  const ancestors = node === undefined ? [] : listAncestors(graph, node.key);
  return {
    schema: 'lastgood/lineage/1',
    model: model ?? null,
    version: node?.version ?? null,
    dataSet: dataSet ?? null,
    file: file === undefined ? null : { target: file.target, problem: file.problem ?? null },
    versions: (node === undefined ? ofModel : [node]).map(each => describeNode(loaded, each)),
    tree: (model === undefined ? [] : layOutTree(graph, model)).map(row => ({
      version: row.node.version,
      level: row.level,
      relation: row.relation ?? null,
    })),
    ancestors: describeSteps(loaded, ancestors),
    descendants: node === undefined ? [] : describeSteps(loaded, listDescendants(graph, node.key)),
    data: (node === undefined ? [] : listDataOf(graph, node.key)).map(each => ({
      ...nameOf(each.node),
      distance: each.distance,
      dataSources: [...each.dataSources],
    })),
    dataSets: listDataUses(ofModel).map(use => ({
      dataSet: use.dataSet,
      versions: use.users.map(({ version }) => version),
    })),
    affected: listAffected(loaded, question).map(each => ({
      ...nameOf(each.node),
      because: each.because,
      from: each.from === undefined ? null : nameOf(each.from),
      ...standingOf(loaded, each.node),
    })),
    problems: listProblems(loaded, question, ancestors).map(({ kind, keys, message }) => ({
      kind,
      versions: keys.flatMap(key => graph.nodes.get(key) ?? []).map(nameOf),
      message,
    })),
  };
}

/** Of all models, of one, or of a version and what it comes from. */
function listProblems(
  { graph }: LoadedLineage,
  { model, node }: LineageQuestion,
  ancestors: readonly LineageStep[],
): readonly LineageProblem[] {
  if (model === undefined) return graph.problems;
  if (node === undefined) return listProblemsOf(graph, model);
  const meant = new Set([node.key, ...ancestors.map(step => step.node.key)]);
  return graph.problems.filter(({ keys }) => keys.some(key => meant.has(key)));
}

/** The blast radius of the version or the data set that is asked about. */
function listAffected({ graph }: LoadedLineage, { model, node, dataSet }: LineageQuestion) {
  if (dataSet !== undefined) return listAffectedByData(graph, dataSet, model);
  return node === undefined ? [] : listAffectedByVersion(graph, node.key);
}

function describeNode(loaded: LoadedLineage, node: LineageNode): LineageDocument['versions'][number] {
  const { createdAt, parent, baseModel, dataSources, gitCommit, notes } = node;
  return {
    ...nameOf(node),
    ...standingOf(loaded, node),
    createdAt: createdAt ?? null,
    origins: node.origins.flatMap(({ key, relation }) => {
      const origin = loaded.graph.nodes.get(key);
      return origin === undefined ? [] : [{ ...nameOf(origin), relation }];
    }),
    parent: parent ?? null,
    baseModel: baseModel ?? null,
    dataSources: [...dataSources],
    gitCommit: gitCommit ?? null,
    notes: notes ?? null,
  };
}

function describeSteps(
  loaded: LoadedLineage,
  steps: readonly LineageStep[],
): LineageDocument['ancestors'][number][] {
  return steps.map(({ node, relation, from, distance }) => ({
    ...nameOf(node),
    relation,
    from: nameOf(from),
    distance,
    ...standingOf(loaded, node),
  }));
}

function standingOf({ standings }: LoadedLineage, { key, isRegistered }: LineageNode) {
  const standing = standings.get(key);
  return { isRegistered, state: standing?.state ?? null, aliases: [...(standing?.aliases ?? [])] };
}

function nameOf({ model, version }: LineageNode) {
  return { model, version };
}
