import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runDoctor } from '../../../src/core/apply/run-doctor.ts';
import { prepareChange, prepareRegistration } from '../../../src/core/session/prepare-change.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { openCatalog } from '../../support/catalog-rig.ts';
import { apply, environmentOf, findLive, planPromote } from '../../support/registry-rig.ts';
import { changeAsS2, listDeployed, makeS2File, writeS2File } from '../../support/s2-catalog.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** A file of `majora` in which lastgood promoted v1 and S2 deployed v2 after that. */
async function openMoved(): Promise<{ readonly path: string; readonly session: Session }> {
  const path = join(createTemporaryFolder(), 'registry.json');
  writeS2File(path, makeS2File('majora', 3));
  const session = openCatalog(path);
  await apply(session, await planPromote(session, 'majora', 'v1', 'deployed'));
  deployAsS2(path, 'v2');
  return { path, session };
}

function deployAsS2(path: string, version: string): void {
  changeAsS2(path, file => {
    const rows = Object.values(file.models['majora']?.versions ?? {});
    for (const row of rows) {
      if (row.deployed) row.status = 'deprecated';
      row.deployed = row.version === version;
      if (row.deployed) row.status = 'deployed';
    }
  });
}

async function planToRegister(session: Session) {
  return await prepareRegistration(session, {
    ...{ model: 'majora', version: undefined, weights: undefined, evidence: [], configuration: null },
    ...{ parent: undefined, notes: undefined, tags: [] },
  });
}

async function listMoves(session: Session) {
  const { entries } = await session.registry.writer.history.readHistory('majora');
  return entries.map(({ entry }) => [entry.action, ...entry.moves.map(({ to }) => to)]);
}

test('a registration records what another program deployed, and its receipt says so', async () => {
  const { path, session } = await openMoved();
  const receipt = await apply(session, await planToRegister(session));
  expect(receipt.outcome).toBe('applied');
  expect(receipt.steps.every(({ state }) => state === 'done')).toBe(true);
  expect((await listMoves(session)).slice(-2)).toEqual([['adopt', 'v2'], ['register']]);
  expect(listDeployed(path, 'majora')).toEqual(['v2']);
  expect(await findLive(session, 'majora', 'deployed')).toBe('v2');
});

test('what another program deploys after the plan was made is left alone, and told', async () => {
  const { path, session } = await openMoved();
  const plan = await planToRegister(session);
  deployAsS2(path, 'v3');
  const receipt = await apply(session, plan);
  expect(receipt.outcome).toBe('applied');
  const adoption = receipt.steps.find(({ step }) => step.kind === 'append-history');
  expect(adoption).toMatchObject({ state: 'failed' });
  expect(adoption?.problem).toContain('deployed is on v3');
  expect((await listMoves(session)).at(-2)?.[0]).toBe('promote');
  expect(listDeployed(path, 'majora')).toEqual(['v3']);
  const findings = await runDoctor(environmentOf(session));
  expect(findings.filter(({ state }) => state === 'needs-decision')).toHaveLength(1);
  expect(listDeployed(path, 'majora')).toEqual(['v3']);
});

test('a registration that found nothing leaves what is deployed after its plan', async () => {
  const path = join(createTemporaryFolder(), 'registry.json');
  writeS2File(path, makeS2File('majora', 3));
  const session = openCatalog(path);
  await apply(session, await planPromote(session, 'majora', 'v1', 'deployed'));
  const plan = await planToRegister(session);
  deployAsS2(path, 'v2');
  expect((await apply(session, plan)).outcome).toBe('applied');
  expect(listDeployed(path, 'majora')).toEqual(['v2']);
});

test('a registration that was cut off reverts nothing when it is finished', async () => {
  const { path, session } = await openMoved();
  const { writer } = session.registry;
  const plan = await planToRegister(session);
  const { operationId, drafts, title, model, actor, command, registration } = plan;
  if (registration === undefined) throw new Error('no registration');
  const version = registration.version ?? null;
  await writer.writeJournal({
    ...{ format: 1, operationId, drafts, title, model, actor, command, version },
    startedAt: '2026-01-01T00:00:00.000Z',
  });
  await writer.addVersion(registration, operationId);
  deployAsS2(path, 'v3');
  const elsewhere = { ...session.registry.reader, judgeOwner: async () => 'gone' as const };
  const registry = { ...session.registry, reader: elsewhere };
  await runDoctor(environmentOf(session, { registry }));
  expect((await listMoves(session)).at(-1)).toEqual(['register']);
  expect(listDeployed(path, 'majora')).toEqual(['v3']);
});

test('a description does the same', async () => {
  const { path, session } = await openMoved();
  const plan = await prepareChange(session, {
    ...{ change: 'describe', model: 'majora', version: 'v1', notes: 'kept', tags: null },
    ...{ description: null, owner: null },
  });
  deployAsS2(path, 'v3');
  expect((await apply(session, plan)).outcome).toBe('applied');
  expect(listDeployed(path, 'majora')).toEqual(['v3']);
});
