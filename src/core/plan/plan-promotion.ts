import { type DigestCheck, type GateRecord, noGate } from '../history/entry.ts';
import type { Version } from '../registry/version.ts';
import { confirmAliasMove, describeAliasFlag } from './confirmation.ts';
import { findLiveVersion } from './find-version.ts';
import type { Blocker, Plan } from './plan.ts';
import { block, makePlan, type Planning } from './planning.ts';

/** What a promotion is asked to do. */
export type PromotionRequest = {
  readonly alias: string;
  readonly version: Version;
  readonly reason: string;
  readonly gate: GateRecord;
  readonly digest: DigestCheck | 'contradicted';
};

/** Plans making a version live under an alias. Held, archived, incomplete and damaged versions are blocked. Pure. */
export function planPromotion(planning: Planning, request: PromotionRequest): Plan {
  const { status } = planning;
  const { alias } = request;
  const { model, version } = request.version;
  const live = findLiveVersion(status, alias);
  const reason = request.reason.trim();
  const command = [
    ...['promote', model, version],
    ...describeAliasFlag('--to', alias),
    ...(request.gate.overridden ? ['--override-gate'] : []),
    ...(reason === '' ? [] : ['--reason', reason]),
  ];
  if (version === live) {
    return makePlan(planning, {
      act: 'promote',
      title: `${model} ${alias} already is ${version}`,
      drafts: [],
      blockers: blockUnusable(request.version),
      command,
    });
  }
  const gate = request.gate.overridden ? request.gate : { ...noGate, verdict: request.gate.verdict };
  return makePlan(planning, {
    act: 'promote',
    title: `Promote ${model} ${alias}: ${live ?? 'nothing'} to ${version}`,
    drafts: [
      {
        action: 'promote',
        moves: [{ alias, from: live ?? null, to: version }],
        facts: [
          {
            kind: 'digest',
            version,
            check: request.digest === 'contradicted' ? 'unverified' : request.digest,
          },
        ],
        reason: reason === '' ? null : reason,
        gate,
        reverts: null,
      },
    ],
    blockers: findBlockers(planning, request),
    warnings: findWarnings(request),
    notUndone: ['requests already answered', 'what servers have loaded: they must read the pointer again'],
    confirmation: confirmAliasMove(planning.protection, model, alias),
    command,
  });
}

function findBlockers(planning: Planning, request: PromotionRequest): readonly Blocker[] {
  const { effective } = planning.status;
  const { version } = request;
  const name = `${version.model} ${version.version}`;
  const blockers: Blocker[] = [];
  if (effective.modelHold) {
    blockers.push(
      block(
        'model-held',
        `${version.model} is held by ${effective.modelHold.actor}: ${effective.modelHold.reason ?? 'no reason'}.`,
      ),
    );
  }
  const hold = effective.versionHolds.get(version.version);
  if (hold)
    blockers.push(block('version-held', `${name} is held by ${hold.actor}: ${hold.reason ?? 'no reason'}.`));
  blockers.push(...blockUnusable(version));
  if (effective.states.get(version.version) === 'archived') {
    blockers.push(
      block('plan-blocked', `${name} is archived.`, 'Register it again as a new version, or choose another.'),
    );
  }
  if (request.digest === 'contradicted')
    blockers.push(block('digest-mismatch', `${name} is not what was registered: its digest differs.`));
  if (request.gate.overridden && request.reason.trim() === '') {
    blockers.push(block('reason-required', 'Overriding the gate needs a reason.'));
  }
  return blockers;
}

/** Also of what is live already: that it cannot be served is more than nothing to do. */
function blockUnusable(version: Version): readonly Blocker[] {
  const name = `${version.model} ${version.version}`;
  if (version.whole === 'incomplete') return [block('version-incomplete', `${name} is incomplete.`)];
  if (version.whole === 'damaged')
    return [block('version-damaged', `${name} is damaged: ${version.problem}.`)];
  return [];
}

function findWarnings(request: PromotionRequest): readonly string[] {
  const warnings: string[] = [];
  if (request.gate.overridden)
    warnings.push('The gate is overridden; this stays marked in the history for ever.');
  if (request.gate.verdict === 'NONE') warnings.push('No gate policy is bound to this alias.');
  if (request.digest === 'unverified')
    warnings.push('The files are not verified; this is recorded as unverified.');
  return warnings;
}
