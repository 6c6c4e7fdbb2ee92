import { getLineageModel, loadLineage } from '../../../../core/session/load-lineage.ts';
import { listProblemsOf } from '../../../format/lineage.ts';
import { describeLineage } from '../../documents/lineage-document.ts';
import { printLineageProblems } from '../../print-lineage.ts';
import { printVersionTree } from '../../print-tree.ts';
import { defineVerb } from '../../verb.ts';
import { exitCodeOf } from '../../verb-result.ts';
import { chooseCharset } from './afs-text.ts';
import { afsGroup, openAfsRegistry } from './open-afs-registry.ts';

export const afsTreeVerb = defineVerb({
  name: 'afs tree',
  alias: 'afs registry tree',
  ours: 'lineage --tree',
  group: afsGroup,
  summary: 'show the versions of a model as a tree',
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
        ...printVersionTree(loaded.graph, model, { ...host, charset: chooseCharset(host) }),
        ...printLineageProblems(loaded.file?.problem, listProblemsOf(loaded.graph, model)),
      ],
    };
  },
});
