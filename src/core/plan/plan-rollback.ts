import type { DigestCheck, Fact } from '../history/entry.ts';
import { noGate } from '../history/entry.ts';
import { warnOfLostRecords } from '../registry/history-problem.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { Metrics } from '../registry/version.ts';
import { findState } from '../registry/version-state.ts';
import { listGoneSince } from '../rollback/choose-target.ts';
import { findIncident } from '../rollback/find-incident.ts';
import type { RollbackCandidate } from '../rollback/rank-targets.ts';
import { blockHeld } from './block-held.ts';
import { blockIncomplete } from './block-unusable.ts';
import { confirmAliasMove, describeAliasFlag } from './confirmation.ts';
import { findLiveVersion } from './find-version.ts';
import type { Blocker, Plan } from './plan.ts';
import { isHeldBySeveral, planChoice } from './plan-choice.ts';
import { block, makePlan, type Planning } from './planning.ts';
import { whyNotDeployable } from './version-states.ts';

/** What a rollback is asked to do. */
export type RollbackRequest = {
  readonly alias: string;
  /** The chosen version, as it was ranked. Undefined when it is the one already live. */
  readonly target: RollbackCandidate | undefined;
  readonly reason: string;
  /** Metrics of the chosen version; undefined where its record cannot be read. */
  readonly measured?: Metrics | undefined;
  /** Whether to place a hold on the version that is left. */
  readonly holdLeft: 'hold' | 'no-hold';
};

/** Plans moving an alias back to an earlier version, with a hold on the one it leaves. Gates and other holds never stop it. Pure. */
export function planRollback(planning: Planning, request: RollbackRequest): Plan {
  const { status } = planning;
  const { alias, target } = request;
  const model = status.index.model;
  const live = findLiveVersion(status, alias);
  const reason = request.reason.trim();
  const command = [
    ...['rollback', model, '--to', target?.version ?? live ?? ''],
    ...describeAliasFlag('--alias', alias, status.usualAlias),
    ...(request.holdLeft === 'no-hold' ? ['--no-hold'] : []),
    ...['--reason', reason],
  ];
  if ((target === undefined || target.version === live) && isHeldBySeveral(status, alias)) {
    const blockers = reason === '' ? [block('reason-required', 'A rollback needs a reason.')] : [];
    return planChoice(planning, { alias, act: 'rollback', reason, blockers, command });
  }
  if (target === undefined || target.version === live) {
    return makePlan(planning, {
      act: 'rollback',
      title: `${model} ${alias} already is ${live ?? 'unset'}`,
      drafts: [],
      settled: alias,
      command,
    });
  }
  const held: readonly Fact[] =
    live !== undefined && request.holdLeft === 'hold' && !status.effective.versionHolds.has(live)
      ? [{ kind: 'held', version: live }]
      : [];
  return makePlan(planning, {
    act: 'rollback',
    title: `Roll back ${model} ${alias}: ${live ?? 'nothing'} to ${target.version}`,
    drafts: [
      {
        action: 'rollback',
        moves: [{ alias, from: live ?? null, to: target.version }],
        facts: [...held, { kind: 'digest', version: target.version, check: recordCheck(target) }],
        reason,
        gate: noGate,
        reverts: null,
      },
    ],
    blockers: findBlockers(planning, request, live),
    warnings: [...warnOfUnknown(status, alias, target.version), ...findWarnings(target, reason)],
    notUndone: [
      'requests already answered',
      'data and caches derived from them',
      'what servers have loaded: they must read the pointer again',
    ],
    measured: request.measured,
    confirmation: confirmAliasMove(planning.protection, model, alias),
    command,
  });
}

/** What the entry records about the target's files. */
export function recordCheck(target: Pick<RollbackCandidate, 'digest'>): DigestCheck {
  return target.digest === 'verified' || target.digest === 'nothing-recorded' ? target.digest : 'unverified';
}

function findBlockers(
  planning: Planning,
  request: RollbackRequest,
  live: string | undefined,
): readonly Blocker[] {
  const { target, alias } = request;
  const blockers: Blocker[] = [];
  if (live === undefined) {
    blockers.push(
      block(
        'alias-not-found',
        `Nothing is live under ${alias}: there is nothing to roll back.`,
        'Promote a version instead.',
      ),
    );
  }
  if (request.reason.trim() === '') blockers.push(block('reason-required', 'A rollback needs a reason.'));
  // What disagrees with the bucket is blocked for every act.
  const isBlocked = planning.status.index.versions.some(
    ({ version, disagreement }) => version === target?.version && disagreement !== undefined,
  );
  if (target?.refusal !== undefined && !isBlocked) blockers.push(blockTarget(planning, target));
  return blockers;
}

function blockTarget(planning: Planning, target: RollbackCandidate): Blocker {
  const model = planning.status.index.model;
  const name = `${model} ${target.version}`;
  if (target.hold) return blockHeld({ model, version: target.version }, target.hold);
  if (target.digest === 'contradicted')
    return block('digest-mismatch', `${name} is not what was registered: its digest differs.`);
  const found = planning.status.index.versions.find(version => version.version === target.version);
  if (found?.whole === 'incomplete') return blockIncomplete(name, found);
  const why = whyNotDeployable(findState(planning.status, target.version), planning.status);
  if (why !== undefined) return block('plan-blocked', `${name} is ${why}.`, 'Choose another version.');
  if (target.refusal?.startsWith('damaged')) return block('version-damaged', `${name} is ${target.refusal}.`);
  return block(
    'plan-blocked',
    `${name} is ${target.refusal}.`,
    `Use lastgood promote ${model} ${target.version}.`,
  );
}

/** What is not known of where to go back to, or not there any more. */
function warnOfUnknown(status: ModelStatus, alias: string, target: string): readonly string[] {
  const lost = warnOfLostRecords(status);
  const gone = listGoneSince(status, alias, target);
  return [
    ...(lost === undefined ? [] : [lost]),
    ...gone.map(
      version => `${version} was live under ${alias} after ${target}, and is not in the registry any more.`,
    ),
  ];
}

function findWarnings(target: RollbackCandidate, reason: string): readonly string[] {
  const warnings: string[] = [];
  if (target.standing === 'unproven') {
    const day = target.saidLiveAt?.slice(0, 10);
    warnings.push(
      day === undefined
        ? `${target.version} was never live here: it is not proven good.`
        : `${target.version} went live on ${day} by the registry's file, which does not say how that ended: it is not proven good.`,
    );
  }
  if (target.standing === 'taken-back')
    warnings.push(`${target.version} was rolled back itself the last time it was live.`);
  if (target.digest === 'absent')
    warnings.push(
      `${target.version} has no files: nothing is listed where they should be, and loading it will fail.`,
    );
  if (target.digest === 'unverified' || target.digest === 'not-checked') {
    warnings.push(`The files of ${target.version} are not verified; this is recorded as unverified.`);
  }
  const worse = target.changes.filter(change => change.verdict === 'worse').length;
  if (worse > 0)
    warnings.push(
      `${worse} metric${worse === 1 ? ' is' : 's are'} worse in ${target.version} than in what is live now.`,
    );
  if (reason !== '' && findIncident(reason) === undefined) warnings.push('The reason names no incident.');
  return warnings;
}
