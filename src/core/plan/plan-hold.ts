import { noGate } from '../history/entry.ts';
import type { Plan } from './plan.ts';
import { block, makePlan, type Planning } from './planning.ts';

/** A hold to place or to lift. `version` undefined: the whole model. */
export type HoldRequest = { readonly version: string | undefined; readonly reason: string };

/** Plans a stop on promoting a version, or the whole model. What is held already stays as it is. Pure. */
export function planHold(planning: Planning, request: HoldRequest): Plan {
  return planHoldChange(planning, request, 'hold');
}

/** Plans lifting a hold. Pure. */
export function planRelease(planning: Planning, request: HoldRequest): Plan {
  return planHoldChange(planning, request, 'release');
}

function planHoldChange(planning: Planning, request: HoldRequest, act: 'hold' | 'release'): Plan {
  const { effective, index } = planning.status;
  const { version } = request;
  const reason = request.reason.trim();
  const subject = version === undefined ? `the whole model ${index.model}` : `${index.model} ${version}`;
  const held =
    version === undefined ? effective.modelHold !== undefined : effective.versionHolds.has(version);
  const command = [act, index.model, ...(version === undefined ? [] : [version]), '--reason', reason];
  if (held === (act === 'hold')) {
    return makePlan(planning, {
      act,
      title: `${subject} ${held ? 'already is held' : 'is not held'}`,
      drafts: [],
      command,
    });
  }
  const kind = act === 'hold' ? 'held' : 'released';
  return makePlan(planning, {
    act,
    title: `${act === 'hold' ? 'Hold' : 'Release'} ${subject}`,
    drafts: [
      {
        action: act,
        moves: [],
        facts: [{ kind, version: version ?? null }],
        reason,
        gate: noGate,
        reverts: null,
      },
    ],
    blockers: reason === '' ? [block('reason-required', `A ${act} needs a reason.`)] : [],
    warnings:
      act === 'hold' && isLive(planning, version)
        ? [`${subject} is live now; a hold does not take it back.`]
        : [],
    command,
  });
}

function isLive(planning: Planning, version: string | undefined): boolean {
  if (version === undefined) return false;
  return [...planning.status.effective.aliases.values()].some(position => position.version === version);
}
