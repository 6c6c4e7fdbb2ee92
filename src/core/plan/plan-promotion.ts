import type { BoundFile } from '../gate/report.ts';
import { type DigestCheck, type GateRecord, noGate } from '../history/entry.ts';
import type { Version } from '../registry/version.ts';
import { findState } from '../registry/version-state.ts';
import { blockHeld } from './block-held.ts';
import { blockUnusable } from './block-unusable.ts';
import { confirmAliasMove, describeAliasFlag } from './confirmation.ts';
import { findLiveVersion } from './find-version.ts';
import type { Blocker, Plan } from './plan.ts';
import { isHeldBySeveral, planChoice } from './plan-choice.ts';
import type { VerdictDraft } from './plan-gate.ts';
import { block, makePlan, type Planning } from './planning.ts';
import { whyNotDeployable } from './version-states.ts';

/** What the gate of the alias says to a promotion. */
export type PromotionGate = {
  /** What the entry records. */
  readonly record: GateRecord;
  /** Why it does not let the version pass; empty when it does, and when it is overridden. */
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly string[];
  /** A verdict that goes on record with the move, right before it; undefined when the one on record counts. */
  readonly verdict: VerdictDraft | undefined;
  /** The files of the verdict that lets it pass; undefined where none does. */
  readonly standsOn?: readonly BoundFile[] | undefined;
  /** Files of that verdict that were hashed on another machine and are not on this one, by name: nobody verified them here. */
  readonly elsewhere?: readonly string[] | undefined;
  /** What goes on record as the reason where nobody gave one. */
  readonly ownReason?: string | undefined;
};

/** Of an alias that no policy is bound to. */
export const ungated: PromotionGate = {
  record: noGate,
  blockers: [],
  warnings: ['No gate policy is bound to this alias.'],
  verdict: undefined,
};

/** What a promotion is asked to do. */
export type PromotionRequest = {
  readonly alias: string;
  readonly version: Version;
  readonly reason: string;
  readonly gate: PromotionGate;
  /** `absent`: nothing is listed where its files should be. */
  readonly digest: DigestCheck | 'contradicted' | 'absent';
  /** Results folder that was judged for it, as named on a command line; undefined: none. */
  readonly results?: string | undefined;
};

/** Plans making a version live under an alias. Held, archived, incomplete and damaged versions are blocked. Pure. */
export function planPromotion(planning: Planning, request: PromotionRequest): Plan {
  const { status } = planning;
  const { alias, gate } = request;
  const { model, version } = request.version;
  const live = findLiveVersion(status, alias);
  const reason = request.reason.trim();
  const command = [
    ...['promote', model, version],
    ...describeAliasFlag('--to', alias, status.usualAlias),
    ...(gate.record.overridden ? ['--override-gate'] : []),
    ...(reason === '' ? [] : ['--reason', reason]),
    ...(request.results === undefined ? [] : ['--results', request.results]),
  ];
  if (version === live && isHeldBySeveral(status, alias)) {
    const blockers = reason === '' ? [block('reason-required', 'Deciding what is live needs a reason.')] : [];
    return planChoice(planning, { alias, act: 'promote', reason, blockers, command });
  }
  if (version === live) {
    return makePlan(planning, {
      act: 'promote',
      title: `${model} ${alias} already is ${version}`,
      drafts: [],
      settled: alias,
      // That what is live cannot be served is more than nothing to do.
      blockers: blockUnusable(request.version),
      command,
    });
  }
  return makePlan(planning, {
    act: 'promote',
    title: `Promote ${model} ${alias}: ${live ?? 'nothing'} to ${version}`,
    drafts: [
      ...(gate.verdict === undefined ? [] : [gate.verdict.draft]),
      {
        action: 'promote',
        moves: [{ alias, from: live ?? null, to: version }],
        facts: [
          {
            kind: 'digest',
            version,
            check: recordDigest(request),
          },
        ],
        reason: reason === '' ? (gate.ownReason ?? null) : reason,
        gate: gate.record,
        reverts: null,
      },
    ],
    keeps: gate.verdict?.keeps ?? [],
    measured: request.version.whole === 'complete' ? request.version.record.metrics : undefined,
    standsOn: gate.standsOn && { version, files: gate.standsOn },
    blockers: findBlockers(planning, request),
    warnings: findWarnings(planning, request),
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
  if (hold) blockers.push(blockHeld(version, hold));
  blockers.push(...blockUnusable(version));
  blockers.push(...blockState(planning, version));
  if (request.digest === 'contradicted')
    blockers.push(block('digest-mismatch', `${name} is not what was registered: its digest differs.`));
  blockers.push(...request.gate.blockers);
  if (request.gate.record.overridden && request.reason.trim() === '') {
    blockers.push(block('reason-required', 'Overriding the gate needs a reason.'));
  }
  return blockers;
}

/** What is archived stays so, and what is still training is not there to be served. */
function blockState({ status }: Planning, { model, version }: Version): readonly Blocker[] {
  const state = findState(status, version);
  const why = whyNotDeployable(state, status);
  if (why === undefined) return [];
  const hint =
    state === 'training'
      ? `When it is done, record that: lastgood state ${model} ${version} completed.`
      : 'Register it again as a new version, or choose another.';
  return [block('plan-blocked', `${model} ${version} is ${why}.`, hint)];
}

/** What was not looked at here is not verified, whatever is known of the rest. */
function recordDigest({ digest, gate }: PromotionRequest): DigestCheck {
  const isUnverified = digest === 'contradicted' || digest === 'absent' || listElsewhere(gate).length > 0;
  return isUnverified ? 'unverified' : digest;
}

function findWarnings({ status }: Planning, { digest, gate, version }: PromotionRequest): readonly string[] {
  const elsewhere = listElsewhere(gate).map(
    name => `${name} is not on this machine: what was judged of it on another one is recorded as unverified.`,
  );
  const isArchived = status.leads === 'registry' && findState(status, version.version) === 'archived';
  return [
    ...gate.warnings,
    ...(isArchived ? [`${version.version} is archived: this takes it back into use.`] : []),
    ...elsewhere,
    ...(digest === 'absent'
      ? [`${version.version} has no files: nothing is listed where they should be, and loading it will fail.`]
      : []),
    ...(digest === 'unverified' ? ['The files are not verified; this is recorded as unverified.'] : []),
  ];
}

function listElsewhere({ elsewhere }: PromotionGate): readonly string[] {
  return elsewhere ?? [];
}
