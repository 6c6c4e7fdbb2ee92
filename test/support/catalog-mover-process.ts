import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Fact } from '../../src/core/history/entry.ts';
import { noGate } from '../../src/core/history/entry.ts';
import { makePlan } from '../../src/core/plan/planning.ts';
import { loadModel } from '../../src/core/session/load-model.ts';
import { planningOf } from '../../src/core/session/planning-of.ts';
import { prepareRegistration } from '../../src/core/session/prepare-change.ts';
import type { Session } from '../../src/core/session/session.ts';
import { openCatalog } from './catalog-rig.ts';
import type { ToldMove } from './movers.ts';
import { apply, planPromote } from './registry-rig.ts';
import { changeAsS2, s2Version } from './s2-catalog.ts';

/**
 * One writer of a catalogue in a process of its own: `catalog-mover-process.ts FILE ROLE NAME COUNT`. Role `promote`, `register` or `score`
 * makes COUNT acknowledged changes, each planned anew after a conflict; role `s2` saves the whole file so often with a version of its own.
 * Tells of each attempt in a line of JSON. May be killed at any moment.
 */
const [path = '', role = '', name = '', count = '0'] = process.argv.slice(2);

/** What a writer tells: what it set out to do, and what it was told is done. */
export type CatalogEvent =
  | { readonly event: 'invoke'; readonly role: string }
  | { readonly event: 'ok'; readonly role: string; readonly model: string; readonly what: string }
  | { readonly event: 'fail'; readonly role: string };

const tell = (event: CatalogEvent): void => {
  const told: ToldMove<CatalogEvent> = { atNs: Number(process.hrtime.bigint()), event };
  writeSync(1, `${JSON.stringify(told)}\n`);
};

const session = openCatalog(path, { actor: name });
for (let made = 0; made < Number(count); ) {
  tell({ event: 'invoke', role });
  const done = await attempt(session, made);
  if (done === undefined) {
    tell({ event: 'fail', role });
    await setTimeout(Math.random() * 40);
    continue;
  }
  made += 1;
  tell({ event: 'ok', role, ...done });
}

async function attempt(
  on: Session,
  made: number,
): Promise<{ readonly model: string; readonly what: string } | undefined> {
  if (role === 's2') {
    const version = `${name}-${made}`;
    changeAsS2(path, file => {
      const theirs = file.models['theirs'];
      if (theirs !== undefined) theirs.versions[version] = s2Version('theirs', version);
    });
    await setTimeout(Math.random() * 100);
    return { model: 'theirs', what: version };
  }
  const model = Math.random() < 0.5 ? 'majora' : 'din';
  const plan = await planChange(on, model);
  if (plan === undefined || plan.drafts.length === 0) return undefined;
  const receipt = await apply(on, plan);
  if (receipt.outcome === 'applied') return { model, what: receipt.version ?? plan.operationId };
  if (receipt.problem?.code === 'moved-meanwhile') return undefined;
  throw new Error(`${role}: ${receipt.outcome}: ${receipt.problem?.code} ${receipt.problem?.message}`);
}

async function planChange(on: Session, model: string) {
  const version = `v${1 + Math.floor(Math.random() * 8)}`;
  if (role === 'promote') {
    const plan = await planPromote(on, model, version, 'deployed');
    return plan.blockers.length === 0 ? plan : undefined;
  }
  if (role === 'register')
    return await prepareRegistration(on, {
      ...{ model, version: undefined, weights: undefined, evidence: [], configuration: null },
      ...{ parent: undefined, notes: name, tags: [] },
    });
  const loaded = await loadModel(on, model);
  const fact: Fact = { kind: 'scored', version, metrics: { [name.replaceAll('-', '_')]: Math.random() } };
  return makePlan(planningOf(on, loaded), {
    act: 'score',
    title: 'Score',
    drafts: [{ action: 'score', moves: [], facts: [fact], reason: null, gate: noGate, reverts: null }],
    command: ['score'],
  });
}
