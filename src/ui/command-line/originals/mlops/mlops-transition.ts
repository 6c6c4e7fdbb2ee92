import { listSpans } from '../../../../core/history/model-history.ts';
import { compareVersionNames } from '../../../../core/names/version-name.ts';
import { getVersion } from '../../../../core/plan/find-version.ts';
import type { Plan } from '../../../../core/plan/plan.ts';
import { planStageArchive } from '../../../../core/plan/plan-stage-archive.ts';
import { findStage, parseStage, type VersionStage } from '../../../../core/registry/version-stage.ts';
import { type LoadedModel, loadModel } from '../../../../core/session/load-model.ts';
import { planningOf } from '../../../../core/session/planning-of.ts';
import { prepareChange } from '../../../../core/session/prepare-change.ts';
import { loadRollbackChoices } from '../../../../core/session/prepare-rollback.ts';
import type { Session } from '../../../../core/session/session.ts';
import { carryOut } from '../../carry-out.ts';
import type { Host } from '../../host.ts';
import { readText } from '../../reason.ts';
import { tell } from '../../speak.ts';
import { defineVerb } from '../../verb.ts';
import { preparePromotionHere } from '../../verbs/promote.ts';
import { prepareRollbackHere } from '../../verbs/rollback.ts';
import { takeReasonAsConfirmation } from '../reason-as-confirmation.ts';
import { tellDone } from '../tell-done.ts';
import { stageMoveRows } from './mlops-promote.ts';
import { nameVersion } from './mlops-text.ts';
import { mlopsGroup, openMlopsRegistry } from './open-mlops-registry.ts';

export const mlopsTransitionVerb = defineVerb({
  name: 'mlops transition',
  ours: 'promote --to',
  group: mlopsGroup,
  summary: 'move a version to None, Staging, Production or Archived; a stage never holds two',
  words: ['MODEL', 'VERSION', 'STAGE'],
  options: {
    ...stageMoveRows,
    'no-hold': {
      help: 'going back in Production: do not hold the version that is left',
      ours: 'rollback --no-hold',
    },
  },
  run: async call => {
    const { host, global, words, options } = call;
    const stage = parseStage(words.STAGE);
    const session = await openMlopsRegistry(call, 'to-change');
    const loaded = await loadModel(session, words.MODEL, host.stop);
    const { model } = loaded.status.index;
    const { version } = getVersion(loaded.status.index, words.VERSION);
    tell(host, [
      `Transitioning ${nameVersion(model, version)} from ${findStage(loaded.status, version)} to ${stage}`,
    ]);
    const wish = { ...options, model, version, stage, reason: readText(options.reason ?? '') };
    const plan = await planTransition(session, host, loaded, wish);
    // That nothing is live afterwards is confirmed by its name, always.
    const consent = stage === 'None' ? options : takeReasonAsConfirmation(session, model, options, stage);
    const result = await carryOut({ host, global, options: consent }, session, plan);
    const done = `Successfully transitioned ${nameVersion(model, version)} to ${stage}`;
    return tellDone(result, { host, nothingDone: options['dry-run'] || !plan.changes }, done);
  },
});

/** A transition as asked, its names known. */
type Transition = {
  readonly model: string;
  readonly version: string;
  readonly stage: VersionStage;
  readonly reason: string;
  readonly 'override-gate': boolean;
  readonly 'no-hold': boolean;
};

async function planTransition(
  session: Session,
  host: Host,
  loaded: LoadedModel,
  wish: Transition,
): Promise<Plan> {
  const { model, version, stage, reason } = wish;
  switch (stage) {
    case 'Staging':
      return await planMove(session, host, wish);
    case 'Production':
      return leadsBack(loaded, wish)
        ? await planReturn(session, host, wish)
        : await planMove(session, host, wish);
    case 'Archived':
      return planStageArchive(planningOf(session, loaded), { version, reason });
    case 'None': {
      const from = findStage(loaded.status, version);
      const leaves = from === 'Staging' || from === 'Production';
      const change = leaves
        ? ({ change: 'unset', model, alias: from, reason } as const)
        : ({ change: 'state', model, version, to: 'completed', reason } as const);
      return await prepareChange(session, change, host.stop);
    }
    default:
      return stage satisfies never;
  }
}

async function planMove(session: Session, host: Host, wish: Transition): Promise<Plan> {
  const { model, version, stage, reason } = wish;
  return await preparePromotionHere(session, host, {
    ...{ model, version, alias: stage, reason },
    gate: wish['override-gate'] ? 'overridden' : 'as-bound',
    ...{ results: undefined, unbound: undefined, files: 'verify' },
  });
}

/** An older version that was in Production before goes back there: no gate stops that, and it needs a reason. */
function leadsBack({ status }: LoadedModel, { version, stage }: Transition): boolean {
  const live = status.effective.aliases.get(stage)?.version ?? undefined;
  const wasLive = listSpans(status.effective, stage).some(span => span.version === version);
  return wasLive && live !== undefined && compareVersionNames(version, live) < 0;
}

async function planReturn(session: Session, host: Host, wish: Transition): Promise<Plan> {
  const { model, version, stage } = wish;
  tell(host, [`${version} was in ${stage} before: this is a rollback.`]);
  const choices = await loadRollbackChoices(session, model, stage, new Map(), host.stop);
  return await prepareRollbackHere(session, host, choices, {
    ...{ version, files: 'verify', holdLeft: wish['no-hold'] ? 'no-hold' : 'hold' },
    reason: wish.reason === '' ? undefined : wish.reason,
  });
}
