import { confirmPlan, type Plan } from '../../src/core/plan/plan.ts';
import { prepareChange, prepareCleanup } from '../../src/core/session/prepare-change.ts';
import type { Session } from '../../src/core/session/session.ts';
import { apply, openRegistry, planBack, planPromote } from './registry-rig.ts';

/**
 * `race-process.ts ROOT MODEL NAME COUNT`: attempts COUNT random acts on a model (promote, roll back, hold, release, archive,
 * clean up), whatever becomes of each, and prints how many of each outcome as JSON.
 */
const [root = '', model = '', name = '', count = '0'] = process.argv.slice(2);
const outcomes: Record<string, number> = {};

for (let attempt = 0; attempt < Number(count); attempt += 1) {
  const outcome = await attemptAny(openRegistry(root, { actor: name }));
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
}
process.stdout.write(JSON.stringify(outcomes));

async function attemptAny(session: Session): Promise<string> {
  const plan = await planAny(session, `v${1 + Math.floor(Math.random() * 12)}`);
  if (plan === undefined || confirmPlan(plan) === undefined) return 'blocked';
  const receipt = await apply(session, plan);
  return receipt.problem?.code ?? receipt.outcome;
}

async function planAny(session: Session, version: string): Promise<Plan | undefined> {
  const reason = 'race';
  const kind = Math.floor(Math.random() * 7);
  if (kind <= 1) return await planPromote(session, model, version);
  if (kind === 2) return await planBack(session, model, version).catch(() => undefined);
  if (kind === 3) return await prepareChange(session, { change: 'hold', model, version, reason });
  if (kind === 4) return await prepareChange(session, { change: 'release', model, version, reason });
  if (kind === 5) {
    const to = 'archived';
    return await prepareChange(session, { change: 'state', model, version, to, reason });
  }
  return (await prepareCleanup(session, { model, keepCount: 8 })).plan;
}
