import { listSpans } from '../../../../core/history/model-history.ts';
import { compareVersionNames } from '../../../../core/names/version-name.ts';
import {
  getTargetVersion,
  loadRollbackChoices,
  type RollbackChoices,
} from '../../../../core/session/prepare-rollback.ts';
import { usualAliasOf } from '../../../../core/session/usual-alias.ts';
import { carryOut, writeOptionRows } from '../../carry-out.ts';
import { obtainReason, reasonRow } from '../../reason.ts';
import { tell } from '../../speak.ts';
import { defineVerb } from '../../verb.ts';
import { prepareRollbackHere } from '../../verbs/rollback.ts';
import { takeReasonAsConfirmation } from '../reason-as-confirmation.ts';
import { tellDone } from '../tell-done.ts';
import { planDeployment } from './afs-deploy.ts';
import { afsGroup, openAfsRegistry } from './open-afs-registry.ts';

export const afsRollbackVerb = defineVerb({
  name: 'afs rollback',
  alias: 'afs registry rollback',
  ours: 'rollback --to',
  group: afsGroup,
  summary:
    'make an earlier version the deployed one again; the one that is left becomes deprecated and is held',
  words: ['MODEL', 'VERSION'],
  options: {
    reason: { ...reasonRow, help: 'for the record, always needed; with --yes it confirms the move' },
    'no-hold': { help: 'do not hold the version that is left', ours: 'rollback --no-hold' },
    ...writeOptionRows,
  },
  run: async call => {
    const { host, global, words, options } = call;
    const { MODEL: model } = words;
    const session = await openAfsRegistry(call, 'to-change');
    const choices = await loadRollbackChoices(session, model, usualAliasOf(session), new Map(), host.stop);
    const version = getTargetVersion(choices, { by: 'version', version: words.VERSION });
    const reason = await obtainReason(host, options.reason);
    const isForward = leadsForward(choices, version);
    if (isForward) tell(host, [`${version} was never deployed: this is a promotion, through the gate.`]);
    const plan = isForward
      ? await planDeployment(session, host, { model, version, reason, 'override-gate': false })
      : await prepareRollbackHere(session, host, choices, {
          ...{ version, reason, holdLeft: options['no-hold'] ? 'no-hold' : 'hold', files: 'verify' },
        });
    const consent = takeReasonAsConfirmation(session, model, { ...options, reason });
    const result = await carryOut({ host, global, options: consent }, session, plan);
    return tellDone(result, { host, nothingDone: options['dry-run'] }, `Rolled back to ${model}:${version}`);
  },
});

/**
 * S2's rollback takes any version, and its document goes forward by it: to one that was never deployed and is newer than what is, or
 * where nothing is. Such a move is a promotion.
 */
function leadsForward({ loaded, alias, live }: RollbackChoices, version: string): boolean {
  const wasLive = listSpans(loaded.status.effective, alias).some(span => span.version === version);
  return !wasLive && (live === undefined || compareVersionNames(version, live) > 0);
}
