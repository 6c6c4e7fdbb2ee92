import { type LineageNode, listNodesOf } from '../../../../core/lineage/lineage-graph.ts';
import { defineVerb } from '../../verb.ts';
import { formatHeading } from './afs-text.ts';
import { answerLineage } from './answer-lineage.ts';
import { afsGroup } from './open-afs-registry.ts';

export const afsLineageVerb = defineVerb({
  name: 'afs lineage',
  alias: 'afs registry lineage',
  ours: 'lineage',
  group: afsGroup,
  summary: 'show what every version of a model was made from, oldest first',
  words: ['MODEL'],
  options: {},
  run: async call =>
    await answerLineage(call, call.words.MODEL, ({ graph }, model) => [
      ...formatHeading(`Training History for ${model}`, 80),
      ...listNodesOf(graph, model).flatMap(node => ['', ...printOrigin(node)]),
    ]),
});

function printOrigin(node: LineageNode): readonly string[] {
  const { version, parent, baseModel, dataSources, gitCommit, notes } = node;
  const known = [
    ['Parent', parent],
    ['Base Model', baseModel],
    ['Data', dataSources.join(', ')],
    ['Commit', gitCommit],
    ['Notes', notes],
  ] as const;
  return [version, ...known.flatMap(([label, value]) => (value ? [`  ${label}: ${value}`] : []))];
}
