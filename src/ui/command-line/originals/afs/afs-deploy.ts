import { getVersion } from '../../../../core/plan/find-version.ts';
import type { Plan } from '../../../../core/plan/plan.ts';
import { loadModel } from '../../../../core/session/load-model.ts';
import type { Session } from '../../../../core/session/session.ts';
import { usualAliasOf } from '../../../../core/session/usual-alias.ts';
import { carryOut, writeOptionRows } from '../../carry-out.ts';
import type { Host } from '../../host.ts';
import { readText, reasonRow } from '../../reason.ts';
import { defineVerb } from '../../verb.ts';
import { preparePromotionHere } from '../../verbs/promote.ts';
import { takeReasonAsConfirmation } from '../reason-as-confirmation.ts';
import { tellDone } from '../tell-done.ts';
import { afsGroup, openAfsRegistry } from './open-afs-registry.ts';

export const afsDeployVerb = defineVerb({
  name: 'afs deploy',
  alias: 'afs registry deploy',
  ours: 'promote',
  group: afsGroup,
  summary: 'make a version the deployed one; the one before becomes deprecated',
  words: ['MODEL', 'VERSION'],
  options: {
    reason: { ...reasonRow, help: 'for the record; with --yes it confirms the move' },
    'override-gate': {
      help: 'go on without a passing gate; needs a reason',
      ours: 'promote --override-gate',
    },
    ...writeOptionRows,
  },
  run: async call => {
    const { host, global, words, options } = call;
    const { MODEL: model } = words;
    const session = await openAfsRegistry(call, 'to-change');
    const { status } = await loadModel(session, model, host.stop);
    const { version } = getVersion(status.index, words.VERSION);
    const plan = () => planDeployment(session, host, { model, version, ...options });
    const consent = takeReasonAsConfirmation(session, model, options);
    const result = await carryOut({ host, global, options: consent }, session, await plan(), plan);
    return tellDone(result, { host, nothingDone: options['dry-run'] }, `Deployed ${model}:${version}`);
  },
});

/** Which version is to be deployed, and why. */
type Deployment = {
  readonly model: string;
  readonly version: string;
  readonly reason: string | undefined;
  readonly 'override-gate': boolean;
};

/** Plans the promotion that S2 calls a deployment. @throws AppError as loading and naming do */
export async function planDeployment(session: Session, host: Host, deployment: Deployment): Promise<Plan> {
  const { model, version, reason } = deployment;
  return await preparePromotionHere(session, host, {
    ...{ model, version, alias: usualAliasOf(session), reason: readText(reason ?? '') },
    gate: deployment['override-gate'] ? 'overridden' : 'as-bound',
    ...{ results: undefined, unbound: undefined, files: 'verify' },
  });
}
