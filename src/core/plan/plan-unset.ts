import { noGate } from '../history/entry.ts';
import { confirmAliasMove } from './confirmation.ts';
import { findLiveVersion } from './find-version.ts';
import type { Plan } from './plan.ts';
import { block, makePlan, type Planning } from './planning.ts';

/** Plans taking an alias off its version, so that nothing is live under it. Pure. */
export function planUnset(
  planning: Planning,
  request: { readonly alias: string; readonly reason: string },
): Plan {
  const { alias } = request;
  const { model } = planning.status.index;
  const live = findLiveVersion(planning.status, alias);
  const reason = request.reason.trim();
  const command = ['unset', model, alias, '--reason', reason];
  if (live === undefined) {
    return makePlan(planning, {
      act: 'unset',
      title: `Nothing is live under ${model} ${alias}`,
      drafts: [],
      settled: alias,
      command,
    });
  }
  return makePlan(planning, {
    act: 'unset',
    title: `Unset ${model} ${alias}: ${live} to nothing`,
    drafts: [
      {
        action: 'unset',
        moves: [{ alias, from: live, to: null }],
        facts: [],
        reason,
        gate: noGate,
        reverts: null,
      },
    ],
    blockers:
      reason === '' ? [block('reason-required', 'Leaving an alias without a version needs a reason.')] : [],
    warnings: [
      // S0's programs do; those of the other kinds find nothing then.
      planning.index.kind === 'directory'
        ? `Nothing will be live under ${alias}. The old tools then fall back to the highest number by themselves.`
        : `Nothing will be live under ${alias}.`,
    ],
    confirmation: confirmAliasMove(planning.protection, model, alias),
    command,
  });
}
