import { type LineageNode, listNodesOf } from '../../../../core/lineage/lineage-graph.ts';
import { getLineageModel, loadLineage } from '../../../../core/session/load-lineage.ts';
import { listProblemsOf } from '../../../format/lineage.ts';
import { describeLineage } from '../../documents/lineage-document.ts';
import { printLineageProblems } from '../../print-lineage.ts';
import { defineVerb } from '../../verb.ts';
import { exitCodeOf } from '../../verb-result.ts';
import { formatHeading } from './afs-text.ts';
import { afsGroup, openAfsRegistry } from './open-afs-registry.ts';

export const afsLineageVerb = defineVerb({
  name: 'afs lineage',
  alias: 'afs registry lineage',
  ours: 'lineage',
  group: afsGroup,
  summary: 'show what every version of a model was made from, oldest first',
  words: ['MODEL'],
  options: {},
  run: async call => {
    const { host, words } = call;
    const loaded = await loadLineage(await openAfsRegistry(call, 'to-look'), host.stop);
    const model = getLineageModel(loaded, words.MODEL);
    return {
      exitCode: exitCodeOf('done'),
      document: () => describeLineage(loaded, { model, node: undefined, dataSet: undefined }),
      lines: () => [
        ...formatHeading(`Training History for ${model}`, 80),
        ...listNodesOf(loaded.graph, model).flatMap(node => ['', ...printOrigin(node)]),
        ...printLineageProblems(loaded.file?.problem, listProblemsOf(loaded.graph, model)),
      ],
    };
  },
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
