import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { applyPlan } from '../../core/apply/apply-plan.ts';
import { BugError } from '../../core/errors/app-error.ts';
import { confirmPlan, type Plan } from '../../core/plan/plan.ts';
import { defaultAlias } from '../../core/registry/default-alias.ts';
import { prepareChange, prepareRegistration } from '../../core/session/prepare-change.ts';
import { prepareGate } from '../../core/session/prepare-gate.ts';
import { preparePromotion } from '../../core/session/prepare-promotion.ts';
import { loadRollbackChoices, prepareRollback } from '../../core/session/prepare-rollback.ts';
import type { Session } from '../../core/session/session.ts';
import type { StoryEvent } from './story.ts';

/** A session as it was at one moment of the story. */
export type SessionAt = (event: StoryEvent) => Session;

/**
 * Makes a story happen: every event is planned, confirmed and applied as it would be by hand, so that what stands there afterwards
 * is genuine. Weights and evidence are small files below `filesFolder`.
 */
export async function replayStory(
  story: readonly StoryEvent[],
  sessionAt: SessionAt,
  filesFolder: string,
): Promise<void> {
  for (const event of story) {
    const session = sessionAt(event);
    const plan = await planEvent(event, session, filesFolder);
    const confirmed = confirmPlan(plan);
    const receipt = confirmed && (await applyPlan(confirmed, session));
    if (receipt?.outcome === 'applied') continue;
    const problem = receipt?.problem?.message ?? plan.blockers[0]?.message ?? 'nothing was done';
    throw new BugError('internal-bug', `The sample could not be made: ${plan.title}: ${problem}`);
  }
}

async function planEvent(event: StoryEvent, session: Session, filesFolder: string): Promise<Plan> {
  const { model, version } = event;
  switch (event.act) {
    case 'register':
      return await planRegistration(event, session, filesFolder);
    case 'promote':
      return await preparePromotion(session, {
        model,
        version,
        alias: defaultAlias,
        reason: event.reason,
        gate: 'as-bound',
        digest: 'verified',
      });
    case 'rollback': {
      const digests = new Map([[version, 'verified']] as const);
      const choices = await loadRollbackChoices(session, model, defaultAlias, digests);
      return prepareRollback(session, choices, { version, reason: event.reason, digests, holdLeft: 'hold' });
    }
    case 'gate': {
      const results = writeResults(event, join(filesFolder, `${model}-${version}-results`));
      const request = { model, version, alias: defaultAlias, results, policy: 'rag' };
      return (await prepareGate(session, request)).plan;
    }
    case 'hold':
      return await prepareChange(session, { change: 'hold', model, version, reason: event.reason });
    default:
      return event satisfies never;
  }
}

async function planRegistration(
  event: Extract<StoryEvent, { readonly act: 'register' }>,
  session: Session,
  filesFolder: string,
): Promise<Plan> {
  const { model, version, metrics, configuration, parent, notes } = event;
  const folder = join(filesFolder, `${model}-${version}`);
  const weights = join(folder, `${model}-${version}.gguf`);
  const summary = join(folder, 'summary.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(weights, `GGUF sample weights of ${model} ${version}\n`);
  writeFileSync(summary, JSON.stringify(metrics, undefined, 2));
  return await prepareRegistration(session, {
    model,
    version,
    weights: { at: 'local', path: weights },
    evidence: [{ role: 'eval_summary', path: summary }],
    configuration,
    parent,
    notes,
    tags: [],
  });
}

/** The results folder of an evaluation, as S0's programs leave it. Returns its path. */
function writeResults({ metrics }: Extract<StoryEvent, { readonly act: 'gate' }>, folder: string): string {
  const slices = ['benefits', 'leave', 'payroll'].map(name => ({ slice_value: name, count: 80, metrics }));
  const files = {
    'core_eval_main/summary.json': metrics,
    'smoke_test_main/summary.json': metrics,
    'core_eval_slices/bias_report.json': { slice_fields: ['slice'], metrics: { slice: slices } },
  };
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content, undefined, 2));
  }
  return folder;
}
