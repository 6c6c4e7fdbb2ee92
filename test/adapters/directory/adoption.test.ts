import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runDoctor } from '../../../src/core/apply/run-doctor.ts';
import { loadModel } from '../../../src/core/session/load-model.ts';
import { prepareChange } from '../../../src/core/session/prepare-change.ts';
import {
  apply,
  environmentOf,
  findLive,
  openRegistry,
  planBack,
  planPromote,
  promote,
  readPointer,
  rollBack,
  writeS0Registry,
  writeS0Version,
} from '../../support/registry-rig.ts';
import { takeSnapshot } from '../../support/snapshot.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function pointAt(root: string, name: string, target: string): void {
  rmSync(join(root, name), { force: true });
  symlinkSync(target, join(root, name));
}

async function entriesOf(root: string, model: string) {
  const { status } = await loadModel(openRegistry(root), model);
  return status.index.entries.map(({ entry }) => entry);
}

describe('the first write', () => {
  test('reading a registry writes nothing', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 3);
    const before = takeSnapshot(root);
    const session = openRegistry(root);
    await loadModel(session, 'rag');
    await runDoctor(environmentOf(session));
    await planBack(session, 'rag', 'v1');
    expect(takeSnapshot(root)).toEqual(before);
  });

  test('records what the pointer said, then the move, and leaves what S0 wrote as it was', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 3);
    const before = takeSnapshot(root);
    const receipt = await rollBack(openRegistry(root), 'rag', '1');
    expect(receipt.outcome).toBe('applied');
    expect(readPointer(root, 'latest')).toBe('rag_v1');
    expect(readPointer(root, 'rag_latest')).toBe('rag_v1');
    const entries = await entriesOf(root, 'rag');
    expect(entries.map(entry => [entry.generation, entry.action, entry.moves])).toEqual([
      [1, 'adopt', [{ alias: 'latest', from: null, to: 'v3' }]],
      [2, 'rollback', [{ alias: 'latest', from: 'v3', to: 'v1' }]],
    ]);
    const after = takeSnapshot(root);
    for (const [path, what] of Object.entries(before)) {
      if (path !== 'latest') expect(after[path], path).toBe(what);
    }
    const added = Object.keys(after).filter(path => !(path in before) && !path.startsWith('.lastgood'));
    expect(added).toEqual([
      'rag_latest',
      'rollback_logs',
      expect.stringMatching(/^rollback_logs\/rollback_\d{8}_\d{6}_.+\.json$/),
    ]);
    expect(readdirSync(join(root, '.lastgood/operations'))).toEqual([]);
    expect(readdirSync(join(root, '.lastgood/tmp'))).toEqual([]);
  });

  test('adopts the model that the shared pointer names before another takes it', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'alpha', 2);
    writeS0Version(root, 'beta', 1);
    await promote(openRegistry(root), 'beta', 'v1');
    expect(readPointer(root, 'latest')).toBe('beta_v1');
    expect(await findLive(openRegistry(root), 'alpha')).toBe('v2');
    expect((await entriesOf(root, 'alpha')).map(entry => entry.action)).toEqual(['adopt']);
    expect((await entriesOf(root, 'beta')).map(entry => entry.action)).toEqual(['promote']);
  });

  test('imports the rollbacks that S0 logged, of both generations', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 4, 2);
    mkdirSync(join(root, 'rollback_logs'));
    const write = (name: string, log: unknown) =>
      writeFileSync(join(root, 'rollback_logs', name), JSON.stringify(log));
    write('rollback_20251101_120000.json', {
      timestamp: '2025-11-01T12:00:00',
      current_version: 'v4',
      target_version: 'v3',
      reason: 'old',
      rolled_back_by: 'bob',
    });
    write('rollback_20260101_120000.json', {
      timestamp: '2026-01-01T12:00:00+00:00',
      model_name: 'rag',
      previous_version: '3',
      target_version: 'v2',
      reason: 'x',
      actor: 'bob',
    });
    const session = openRegistry(root);
    expect(await planBack(session, 'rag', { by: 'previous' })).toMatchObject({
      drafts: [{ action: 'adopt' }, { moves: [{ to: 'v1' }] }],
    });
    await rollBack(session, 'rag', 'v1');
    const [adopt] = await entriesOf(root, 'rag');
    expect(
      adopt?.facts.map(fact => fact.kind === 'rolled-back-before' && [fact.version, fact.target]),
    ).toEqual([
      ['v4', 'v3'],
      ['v3', 'v2'],
    ]);
  });

  test('a log that names no possible version, or the same one twice, is passed over and stops nothing', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 2);
    mkdirSync(join(root, 'rollback_logs'));
    for (const [index, previous] of ['', '../../etc', 'a/b', '\u0000', 'x'.repeat(400), '2'].entries()) {
      const log = {
        model_name: 'rag',
        previous_version: previous,
        target_version: 'v2',
        reason: 'r',
        actor: 'a',
      };
      writeFileSync(join(root, 'rollback_logs', `rollback_20260101_12000${index}.json`), JSON.stringify(log));
    }
    writeFileSync(join(root, 'rollback_logs/rollback_20260101_130000.json'), '{"torn');
    expect((await rollBack(openRegistry(root), 'rag', 'v1')).outcome).toBe('applied');
    expect((await entriesOf(root, 'rag'))[0]?.facts).toEqual([]);
  });

  test('a hold that is placed while another promotes does not turn the pointer back', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 3, 1);
    const session = openRegistry(root);
    const hold = await prepareChange(session, { change: 'hold', model: 'rag', version: 'v1', reason: 'r' });
    await promote(openRegistry(root), 'rag', 'v3');
    expect((await apply(session, hold)).outcome).toBe('applied');
    expect(await findLive(session, 'rag')).toBe('v3');
    expect(readPointer(root, 'latest')).toBe('rag_v3');
    expect((await entriesOf(root, 'rag')).map(entry => entry.action)).toEqual(['adopt', 'promote', 'hold']);
  });
});

describe('a pointer moved by another program', () => {
  async function driftedRegistry() {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 3);
    await promote(openRegistry(root), 'rag', 'v2');
    pointAt(root, 'latest', 'rag_v1');
    return root;
  }

  test('is shown as drift, live as the pointer says, and doctor leaves it', async () => {
    const root = await driftedRegistry();
    const session = openRegistry(root);
    const { status } = await loadModel(session, 'rag');
    expect(status.effective.aliases.get('latest')?.version).toBe('v1');
    expect(status.concerns).toMatchObject([{ kind: 'drift', message: 'latest says v1, history says v2' }]);
    const before = takeSnapshot(root);
    expect(await runDoctor(environmentOf(session))).toMatchObject([
      { subject: 'latest', state: 'needs-decision' },
    ]);
    expect(takeSnapshot(root)).toEqual(before);
  });

  test('is recorded first by the next move', async () => {
    const root = await driftedRegistry();
    const plan = await planPromote(openRegistry(root), 'rag', 'v3');
    expect(plan.warnings[0]).toMatch(/moved from v2 to v1 outside lastgood/);
    await apply(openRegistry(root), plan);
    expect(
      (await entriesOf(root, 'rag'))
        .slice(2)
        .map(entry => [entry.action, entry.moves[0]?.from, entry.moves[0]?.to]),
    ).toEqual([
      ['adopt', 'v2', 'v1'],
      ['promote', 'v1', 'v3'],
    ]);
  });

  test('is recorded first too when it went back to what was live before', async () => {
    const root = await driftedRegistry();
    pointAt(root, 'latest', 'rag_v3');
    expect((await promote(openRegistry(root), 'rag', 'v1')).outcome).toBe('applied');
    expect((await entriesOf(root, 'rag')).map(entry => [entry.action, entry.moves[0]?.to])).toEqual([
      ['adopt', 'v3'],
      ['promote', 'v2'],
      ['adopt', 'v3'],
      ['promote', 'v1'],
    ]);
  });

  test.each([
    ['adopt', 'v1', ['adopt']],
    ['revert', 'v2', ['adopt', 'rollback']],
  ] as const)('can be resolved by %s', async (resolve, live, actions) => {
    const root = await driftedRegistry();
    const session = openRegistry(root);
    await apply(
      session,
      await prepareChange(session, { change: 'drift', model: 'rag', resolve, reason: 'decided' }),
    );
    expect(readPointer(root, 'latest')).toBe(`rag_${live}`);
    expect(readPointer(root, 'rag_latest')).toBe(`rag_${live}`);
    expect((await entriesOf(root, 'rag')).slice(2).map(entry => entry.action)).toEqual(actions);
    expect((await loadModel(session, 'rag')).status.mismatches).toEqual([]);
  });

  test('a plan made before it moved again is refused', async () => {
    const root = await driftedRegistry();
    const session = openRegistry(root);
    const plan = await planPromote(session, 'rag', 'v2');
    pointAt(root, 'latest', 'rag_v3');
    const before = takeSnapshot(root);
    expect(await apply(session, plan)).toMatchObject({
      outcome: 'refused',
      problem: { code: 'moved-meanwhile' },
    });
    expect(takeSnapshot(root)).toEqual(before);
  });

  test('a drift of another model is not decided by the way', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'alpha', 2);
    writeS0Version(root, 'beta', 1);
    await promote(openRegistry(root), 'alpha', 'v1', 'staging');
    pointAt(root, 'alpha_staging', 'alpha_v2');
    await promote(openRegistry(root), 'beta', 'v1', 'staging');
    expect((await loadModel(openRegistry(root), 'alpha')).status.concerns).toMatchObject([{ kind: 'drift' }]);
    expect(readPointer(root, 'alpha_staging')).toBe('alpha_v2');
  });

  test('the shared pointer given to another model is drift, whether that model is known or new', async () => {
    for (const known of [false, true]) {
      const root = createTemporaryFolder();
      writeS0Registry(root, 'alpha', 2, 1);
      writeS0Version(root, 'beta', 1);
      if (known) await promote(openRegistry(root), 'beta', 'v1');
      const session = openRegistry(root);
      await promote(session, 'alpha', 'v2');
      pointAt(root, 'latest', 'beta_v1');
      expect(await runDoctor(environmentOf(session))).toMatchObject([
        { subject: 'latest', state: 'needs-decision' },
      ]);
      expect(readPointer(root, 'latest')).toBe('beta_v1');
      // A write that moves nothing records it and leaves it where it was put.
      await apply(
        session,
        await prepareChange(session, { change: 'hold', model: 'alpha', version: 'v1', reason: 'r' }),
      );
      expect(readPointer(root, 'latest')).toBe('beta_v1');
      expect((await loadModel(session, 'beta')).status.mismatches).toEqual([]);
      expect((await entriesOf(root, 'beta')).at(-1)).toMatchObject({
        action: 'adopt',
        moves: [{ alias: 'latest', to: 'v1' }],
      });
    }
  });

  test('it can be adopted where the model was never written to', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'alpha', 2, 1);
    const session = openRegistry(root);
    await promote(session, 'alpha', 'v2');
    writeS0Version(root, 'beta', 1);
    pointAt(root, 'latest', 'beta_v1');
    const adopt = await prepareChange(session, {
      change: 'drift',
      model: 'beta',
      resolve: 'adopt',
      reason: 'new',
    });
    expect((await apply(session, adopt)).outcome).toBe('applied');
    expect(await runDoctor(environmentOf(session))).toEqual([]);
    expect(readPointer(root, 'latest')).toBe('beta_v1');
  });
});

describe('the shared pointer', () => {
  test('follows the newest move of any model, even of one whose clock is behind', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'alpha', 2, 1);
    writeS0Version(root, 'beta', 1);
    const ahead = openRegistry(root, { nowMs: () => Date.parse('2031-01-01T00:00:00Z') });
    const behind = openRegistry(root, { nowMs: () => Date.parse('2026-01-01T00:00:00Z') });
    await promote(ahead, 'alpha', 'v2');
    await promote(behind, 'beta', 'v1');
    expect(readPointer(root, 'latest')).toBe('beta_v1');
  });

  test('goes back to the model that had it when the first promotion of another is undone', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'alpha', 1);
    writeS0Version(root, 'beta', 1);
    const session = openRegistry(root);
    await promote(session, 'beta', 'v1');
    await apply(
      session,
      await prepareChange(session, { change: 'undo', model: 'beta', operationId: undefined, reason: '' }),
    );
    expect(readPointer(root, 'latest')).toBe('alpha_v1');
    expect(readPointer(root, 'beta_latest')).toBeUndefined();
  });

  test('is taken away by unset', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 2);
    const session = openRegistry(root);
    await apply(
      session,
      await prepareChange(session, { change: 'unset', model: 'rag', alias: 'latest', reason: 'stop' }),
    );
    expect(readPointer(root, 'latest')).toBeUndefined();
    expect(readPointer(root, 'rag_latest')).toBeUndefined();
    expect((await loadModel(session, 'rag')).status.concerns).toEqual([]);
  });
});

describe('pointers that are missing or left behind', () => {
  test('are written again by doctor and by the next move', async () => {
    for (const repair of ['doctor', 'move'] as const) {
      const root = createTemporaryFolder();
      writeS0Registry(root, 'rag', 3);
      const session = openRegistry(root);
      await promote(session, 'rag', 'v2');
      unlinkSync(join(root, 'latest'));
      unlinkSync(join(root, 'rag_latest'));
      if (repair === 'doctor') await runDoctor(environmentOf(session));
      else await promote(session, 'rag', 'v2', 'staging');
      expect(readPointer(root, 'latest')).toBe('rag_v2');
      expect(readPointer(root, 'rag_latest')).toBe('rag_v2');
    }
  });

  test('a log of an earlier rollback that is missing is written again', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 3);
    const session = openRegistry(root);
    await rollBack(session, 'rag', 'v2');
    const [log = ''] = readdirSync(join(root, 'rollback_logs'));
    const text = readFileSync(join(root, 'rollback_logs', log), 'utf8');
    unlinkSync(join(root, 'rollback_logs', log));
    await promote(session, 'rag', 'v1');
    expect(readFileSync(join(root, 'rollback_logs', log), 'utf8')).toBe(text);
  });

  test('a version that is live and whose folder is gone is no pointer to repair', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 2);
    const session = openRegistry(root);
    await promote(session, 'rag', 'v1');
    rmSync(join(root, 'rag_v1'), { recursive: true });
    const { status } = await loadModel(session, 'rag');
    expect(status.mismatches).toEqual([]);
    expect(status.concerns).toMatchObject([{ kind: 'live-damaged' }]);
  });
});
