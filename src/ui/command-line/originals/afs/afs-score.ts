import { InvalidInputError } from '../../../../core/errors/app-error.ts';
import { getVersion } from '../../../../core/plan/find-version.ts';
import { loadModel } from '../../../../core/session/load-model.ts';
import { prepareChange } from '../../../../core/session/prepare-change.ts';
import { carryOut, writeOptionRows } from '../../carry-out.ts';
import { readText, reasonRow } from '../../reason.ts';
import { defineVerb } from '../../verb.ts';
import { tellDone } from '../tell-done.ts';
import { afsScoreRows, readAfsScores } from './afs-scores.ts';
import { afsGroup, openAfsRegistry } from './open-afs-registry.ts';

export const afsScoreVerb = defineVerb({
  name: 'afs score',
  alias: 'afs registry score',
  ours: 'score',
  group: afsGroup,
  summary: 'record scores of a version; custom metrics as NAME=VALUE',
  words: ['MODEL', 'VERSION', '[NAME=VALUE...]'],
  options: { ...afsScoreRows, reason: reasonRow, ...writeOptionRows },
  run: async call => {
    const { host, global, words, options } = call;
    const { MODEL: model } = words;
    const metrics = readAfsScores(options, words['NAME=VALUE']);
    if (Object.keys(metrics).length === 0) {
      throw new InvalidInputError('usage', 'No score was given.', {
        hint: 'Give one, such as --accuracy 0.86 or my_metric=0.95.',
      });
    }
    const session = await openAfsRegistry(call, 'to-change');
    const { status } = await loadModel(session, model, host.stop);
    const { version } = getVersion(status.index, words.VERSION);
    const reason = readText(options.reason ?? '');
    const plan = await prepareChange(
      session,
      { change: 'score', model, version, metrics, reason },
      host.stop,
    );
    const result = await carryOut({ host, global, options }, session, plan);
    return tellDone(
      result,
      { host, nothingDone: options['dry-run'] },
      `Updated scores for ${model}:${version}`,
    );
  },
});
