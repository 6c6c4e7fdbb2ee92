import { printVersionTree } from '../../print-tree.ts';
import { defineVerb } from '../../verb.ts';
import { chooseCharset } from '../tell-done.ts';
import { answerLineage } from './answer-lineage.ts';
import { afsGroup } from './open-afs-registry.ts';

export const afsTreeVerb = defineVerb({
  name: 'afs tree',
  alias: 'afs registry tree',
  ours: 'lineage --tree',
  group: afsGroup,
  summary: 'show the versions of a model as a tree',
  words: ['MODEL'],
  options: {},
  run: async call =>
    await answerLineage(call, call.words.MODEL, ({ graph }, model) =>
      printVersionTree(graph, model, { ...call.host, charset: chooseCharset(call.host) }),
    ),
});
