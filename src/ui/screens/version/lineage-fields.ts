import { listDataOf, nameDataOf } from '../../../core/lineage/data-lineage.ts';
import { type LineageNode, lineageKey, nameVersion } from '../../../core/lineage/lineage-graph.ts';
import { type LineageStep, listAncestors, listDescendants } from '../../../core/lineage/walk-lineage.ts';
import type { LoadedLineage } from '../../../core/session/load-lineage.ts';
import { describeOrigins, nameSome } from '../../format/lineage.ts';
import { formatCount } from '../../format/number.ts';
import type { Field } from './field-lines.ts';
import type { ShownState } from './update.ts';

/** Versions or data sets that are named of a longer list. */
const namedMost = 12;

/** What a version comes from, what comes from it, its data and what contradicts itself. Pure. */
export function fieldsOfLineage({ found, origins }: ShownState): readonly Field[] {
  const record = found.whole === 'complete' ? found.record : undefined;
  switch (origins.at) {
    case 'reading':
      return [['made from', record?.parent ?? 'still being read', 'muted']];
    case 'failed':
      return [
        ['made from', record?.parent ?? 'no parent is recorded'],
        ['unknown', `The rest could not be read: ${origins.error.message}`, 'bad'],
      ];
    case 'known': {
      const node = origins.loaded.graph.nodes.get(lineageKey(found.model, found.version));
      return node === undefined ? [] : describeNode(node, origins.loaded);
    }
    default:
      return origins satisfies never;
  }
}

function describeNode(node: LineageNode, loaded: LoadedLineage): readonly Field[] {
  const { graph } = loaded;
  const ancestors = listAncestors(graph, node.key);
  const data = nameDataOf(listDataOf(graph, node.key));
  const inherited = data.filter(name => !node.dataSources.includes(name));
  const optional: readonly (readonly [string, string | undefined])[] = [
    ['ancestors', ancestors.length < 2 ? undefined : nameSteps(ancestors, node.model)],
    ['descendants', describeDescendants(node, loaded)],
    ['base model', node.baseModel],
    ['data', nameSome(node.dataSources, namedMost)],
    ['data before it', nameSome(inherited, namedMost)],
    ['git commit', node.gitCommit],
  ];
  const problems = graph.problems.filter(({ keys }) => keys.includes(node.key));
  return [
    ...problems.map(({ message }): Field => ['problem', `${message}.`, 'bad']),
    ['made from', describeOrigins(node, graph) ?? node.parent ?? 'no parent is recorded'],
    ...optional.flatMap(([label, value]): readonly Field[] => (value ? [[label, value]] : [])),
  ];
}

function describeDescendants({ key, model }: LineageNode, { graph, standings }: LoadedLineage) {
  const steps = listDescendants(graph, key);
  if (steps.length === 0) return undefined;
  const live = steps.filter(step => (standings.get(step.node.key)?.aliases.length ?? 0) > 0);
  const which = live.length === 0 ? 'none of them live' : `live of them: ${nameSteps(live, model)}`;
  return `${formatCount(steps.length, 'version')}, ${which}`;
}

function nameSteps(steps: readonly LineageStep[], seenFrom: string): string {
  return nameSome(
    steps.map(({ node }) => nameVersion(node, seenFrom)),
    namedMost,
  );
}
