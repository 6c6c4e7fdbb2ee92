import { NotFoundError } from '../../../../core/errors/app-error.ts';
import { findLiveVersion } from '../../../../core/plan/find-version.ts';
import type { ModelStatus } from '../../../../core/registry/model-status.ts';
import { loadModel } from '../../../../core/session/load-model.ts';
import { carryOut, writeOptionRows } from '../../carry-out.ts';
import { readText, reasonRow } from '../../reason.ts';
import { tell } from '../../speak.ts';
import { defineVerb } from '../../verb.ts';
import { preparePromotionHere } from '../../verbs/promote.ts';
import { takeReasonAsConfirmation } from '../reason-as-confirmation.ts';
import { tellDone } from '../tell-done.ts';
import { nameVersion } from './mlops-text.ts';
import { mlopsGroup, openMlopsRegistry } from './open-mlops-registry.ts';

/** The stage of what serves. */
const production = 'Production';

/** Options of a move into a stage. */
export const stageMoveRows = {
  reason: { ...reasonRow, help: 'for the record; with --yes it confirms the move' },
  'override-gate': {
    help: 'go on without a passing gate; needs a reason',
    ours: 'promote --override-gate',
  },
  ...writeOptionRows,
} as const;

export const mlopsPromoteVerb = defineVerb({
  name: 'mlops promote',
  ours: 'promote',
  group: mlopsGroup,
  summary: 'move the newest version in Staging to Production; what was there is archived in the same act',
  words: ['MODEL'],
  options: stageMoveRows,
  run: async call => {
    const { host, global, words, options } = call;
    const { MODEL: model } = words;
    const session = await openMlopsRegistry(call, 'to-change');
    const { status } = await loadModel(session, model, host.stop);
    const version = getStaged(status);
    tell(host, [`${version} is the newest in Staging.`]);
    const plan = async () =>
      await preparePromotionHere(session, host, {
        ...{ model, version, alias: production, reason: readText(options.reason ?? '') },
        gate: options['override-gate'] ? 'overridden' : 'as-bound',
        ...{ results: undefined, unbound: undefined, files: 'verify' },
      });
    const consent = takeReasonAsConfirmation(session, model, options, production);
    const planned = await plan();
    const result = await carryOut({ host, global, options: consent }, session, planned, plan);
    const done = `Successfully promoted ${nameVersion(model, version)} to ${production}`;
    return tellDone(result, { host, nothingDone: options['dry-run'] || !planned.changes }, done);
  },
});

/** Of several the newest, by number. @throws NotFoundError alias-not-found */
function getStaged(status: ModelStatus): string {
  const version = findLiveVersion(status, 'Staging');
  if (version !== undefined) return version;
  const { model } = status.index;
  throw new NotFoundError('alias-not-found', `No version of ${model} is in Staging.`, {
    hint: `Move one there first: lastgood mlops transition ${model} VERSION Staging.`,
  });
}
