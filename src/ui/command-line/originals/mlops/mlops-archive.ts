import { getVersion } from '../../../../core/plan/find-version.ts';
import { planStageArchive } from '../../../../core/plan/plan-stage-archive.ts';
import { loadModel } from '../../../../core/session/load-model.ts';
import { planningOf } from '../../../../core/session/planning-of.ts';
import { carryOut, writeOptionRows } from '../../carry-out.ts';
import { readText, reasonRow } from '../../reason.ts';
import { defineVerb } from '../../verb.ts';
import { tellDone } from '../tell-done.ts';
import { nameVersion } from './mlops-text.ts';
import { mlopsGroup, openMlopsRegistry } from './open-mlops-registry.ts';

export const mlopsArchiveVerb = defineVerb({
  name: 'mlops archive',
  ours: 'archive',
  group: mlopsGroup,
  summary: 'archive a version, also one in Staging; never the one in Production',
  words: ['MODEL', 'VERSION'],
  options: { reason: reasonRow, ...writeOptionRows },
  run: async call => {
    const { host, global, words, options } = call;
    const session = await openMlopsRegistry(call, 'to-change');
    const loaded = await loadModel(session, words.MODEL, host.stop);
    const { model } = loaded.status.index;
    const { version } = getVersion(loaded.status.index, words.VERSION);
    const reason = readText(options.reason ?? '');
    const plan = planStageArchive(planningOf(session, loaded), { version, reason });
    const result = await carryOut({ host, global, options }, session, plan);
    const done = `Successfully archived ${nameVersion(model, version)}`;
    return tellDone(result, { host, nothingDone: options['dry-run'] || !plan.changes }, done);
  },
});
