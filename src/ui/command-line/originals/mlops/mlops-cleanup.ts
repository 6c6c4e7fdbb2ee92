import { prepareCleanup } from '../../../../core/session/prepare-change.ts';
import { writeOptionRows } from '../../carry-out.ts';
import { defineVerb } from '../../verb.ts';
import { carryOutCleanup, readCount } from '../../verbs/cleanup.ts';
import { mlopsGroup, openMlopsRegistry } from './open-mlops-registry.ts';

export const mlopsCleanupVerb = defineVerb({
  name: 'mlops cleanup',
  ours: 'cleanup --keep 3',
  group: mlopsGroup,
  summary: 'archive old versions, never one in a stage, under an alias, held, or wanted by a rollback',
  words: ['MODEL'],
  options: {
    keep: {
      takes: 'COUNT',
      help: 'how many of the newest versions stay; 3 when it is not said',
      ours: 'cleanup --keep',
    },
    ...writeOptionRows,
  },
  run: async call => {
    const { host, words, options } = call;
    const keepCount = readCount(options.keep ?? '3');
    const session = await openMlopsRegistry(call, 'to-change');
    const prepared = await prepareCleanup(session, { model: words.MODEL, keepCount }, host.stop);
    return await carryOutCleanup(call, session, prepared);
  },
});
