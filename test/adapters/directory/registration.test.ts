import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { runDoctor } from '../../../src/core/apply/run-doctor.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import type { Receipt } from '../../../src/core/plan/receipt.ts';
import type { Registration } from '../../../src/core/registration/registration.ts';
import { loadModel, loadVersions } from '../../../src/core/session/load-model.ts';
import { prepareRegistration } from '../../../src/core/session/prepare-change.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { Crash, createFaultyFileSystem } from '../../support/faulty-file-system.ts';
import {
  apply,
  environmentOf,
  openRegistry,
  promote,
  readPointer,
  rollBack,
  writeS0Registry,
  writeS0Version,
} from '../../support/registry-rig.ts';
import { takeSnapshot } from '../../support/snapshot.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const createdAtMs = Date.parse('2026-11-21T03:00:00.125Z');

/** A folder with evidence and weights outside of any registry. */
function createResults(summary: Readonly<Record<string, unknown>> | string): string {
  const folder = createTemporaryFolder();
  writeFileSync(
    join(folder, 'summary.json'),
    typeof summary === 'string' ? summary : JSON.stringify(summary),
  );
  writeFileSync(join(folder, 'bias.json'), '{"slices": {}}');
  writeFileSync(join(folder, 'model.gguf'), 'GGUF weights');
  return folder;
}

function planRegister(session: Session, results: string, changes: Partial<Registration> = {}): Promise<Plan> {
  return prepareRegistration(session, {
    model: 'rag',
    version: undefined,
    weights: { at: 'local', path: join(results, 'model.gguf') },
    evidence: [
      { role: 'eval_summary', path: join(results, 'summary.json') },
      { role: 'bias_report', path: join(results, 'bias.json') },
    ],
    configuration: { retriever: { top_k: 5 } },
    parent: undefined,
    notes: undefined,
    tags: ['nightly'],
    ...changes,
  });
}

async function register(
  session: Session,
  results: string,
  changes: Partial<Registration> = {},
): Promise<Receipt> {
  return await apply(session, await planRegister(session, results, changes));
}

describe('a registered version', () => {
  test('has metadata.json as S0 writes it, with our facts at the end', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 2);
    const results = createResults({ groundedness: 4.5, answer_relevance: null, latency_total: 2.5 });
    const session = openRegistry(root, { nowMs: () => createdAtMs });
    const receipt = await register(session, results);
    expect(receipt).toMatchObject({ outcome: 'applied', version: 'v3' });
    const text = readFileSync(join(root, 'rag_v3/metadata.json'), 'utf8');
    const sha256 = (name: string): string =>
      createHash('sha256')
        .update(readFileSync(join(results, name)))
        .digest('hex');
    const weights = { path: join(results, 'model.gguf'), sha256: sha256('model.gguf') };
    const s0 = {
      model_name: 'rag',
      version: 'v3',
      timestamp: '2026-11-21T03:00:00.125000+00:00',
      model_reference: weights,
      pipeline_config: { retriever: { top_k: 5 } },
      evaluation: {
        groundedness: 4.5,
        answer_relevance: null,
        factual_correctness: null,
        latency_avg_ms: 2500,
      },
      artifacts: {
        eval_summary: 'summary.json',
        bias_report: 'bias.json',
        pipeline_config: 'pipeline_config.json',
      },
      previous_version: 'v2',
    };
    const written = JSON.parse(text) as Record<string, unknown>;
    expect(text).toBe(JSON.stringify({ ...s0, lastgood: written['lastgood'] }, undefined, 2));
    expect(readdirSync(join(root, 'rag_v3')).sort()).toEqual([
      'bias.json',
      'metadata.json',
      'pipeline_config.json',
      'summary.json',
    ]);
    expect(readFileSync(join(root, 'rag_v3/bias.json'))).toEqual(readFileSync(join(results, 'bias.json')));
    const { checks } = await session.registry.reader.verifyVersion('rag', 'v3');
    expect(checks.map(check => [check.name.split('/').at(-1), check.outcome])).toEqual([
      ['metadata.json', 'verified'],
      ['model.gguf', 'verified'],
      ['summary.json', 'verified'],
      ['bias.json', 'verified'],
      ['pipeline_config.json', 'verified'],
    ]);
    expect(readPointer(root, 'latest')).toBe('rag_v2');
  });

  test('takes latency_avg_ms as it is when the summary has it', async () => {
    const root = createTemporaryFolder();
    await register(openRegistry(root), createResults({ latency_avg_ms: 2310, latency_total: 9 }));
    const { versions } = await loadVersions(openRegistry(root), 'rag', 'listing');
    expect(versions).toMatchObject([{ record: { metrics: { latency_avg_ms: 2310 } } }]);
  });

  test('names as the previous version what was live, not the highest or the last by spelling', async () => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 11);
    await rollBack(openRegistry(root), 'rag', 'v9');
    await register(openRegistry(root), createResults({}));
    expect(JSON.parse(readFileSync(join(root, 'rag_v12/metadata.json'), 'utf8'))).toMatchObject({
      previous_version: 'v9',
    });
  });

  test('gets the number after the highest there is, finished or not', async () => {
    const root = createTemporaryFolder();
    writeS0Version(root, 'rag', 2);
    writeS0Version(root, 'rag_v2', 9);
    mkdirSync(join(root, 'rag_v10'));
    expect(await register(openRegistry(root), createResults({}))).toMatchObject({ version: 'v11' });
  });

  test('never gets the number of one that was removed by hand', async () => {
    const root = createTemporaryFolder();
    const session = openRegistry(root);
    await register(session, createResults({}));
    await register(session, createResults({}));
    await promote(session, 'rag', 'v2');
    rmSync(join(root, 'rag_v2'), { recursive: true });
    expect(await register(session, createResults({}))).toMatchObject({ version: 'v3' });
  });

  test('keeps weights that are not here as a name without a digest', async () => {
    const root = createTemporaryFolder();
    const receipt = await register(openRegistry(root), createResults({}), {
      weights: { at: 'elsewhere', text: 'hub/model' },
    });
    expect(receipt.outcome).toBe('applied');
    expect(JSON.parse(readFileSync(join(root, 'rag_v1/metadata.json'), 'utf8'))).toMatchObject({
      model_reference: { path: 'hub/model', sha256: null },
    });
  });
});

describe('a registration is refused and leaves no version behind', () => {
  async function expectNothing(results: string, changes: Partial<Registration>, code: string, words: RegExp) {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 1);
    const before = takeSnapshot(root);
    const receipt = await register(openRegistry(root), results, changes);
    expect(receipt).toMatchObject({
      outcome: 'refused',
      problem: { code, message: expect.stringMatching(words) },
    });
    const after = takeSnapshot(root);
    const left = Object.keys(after).filter(path => !path.startsWith('.lastgood') && !(path in before));
    expect(left).toEqual([]);
    expect(readdirSync(join(root, '.lastgood/tmp'))).toEqual([]);
    expect(readdirSync(join(root, '.lastgood/operations'))).toEqual([]);
    expect((await loadModel(openRegistry(root), 'rag')).status.index.entries).toEqual([]);
  }

  test('when the evidence is torn', () =>
    expectNothing(createResults('{"grounded'), {}, 'unreadable-file', /summary\.json is torn/));

  test('when the evidence is not there, and says which file', () =>
    expectNothing(
      createResults({}),
      { evidence: [{ role: 'eval_summary', path: '/none/summary.json' }] },
      'file-system-failed',
      /\/none\/summary\.json/,
    ));

  test('when the weights are not there, and says which file', () =>
    expectNothing(
      createResults({}),
      { weights: { at: 'local', path: '/none/model.gguf' } },
      'file-system-failed',
      /\/none\/model\.gguf/,
    ));

  test('when the evidence is a link', async () => {
    const results = createResults({});
    rmSync(join(results, 'summary.json'));
    symlinkSync('/etc/hostname', join(results, 'summary.json'));
    await expectNothing(results, {}, 'file-system-failed', /summary\.json/);
  });

  test('when two files have one name', () =>
    expectNothing(
      createResults({}),
      {
        evidence: ['eval_summary', 'other'].map(role => ({
          role: role as 'other',
          path: join(createResults({}), 'summary.json'),
        })),
      },
      'invalid-name',
      /Two evidence files/,
    ));

  test.each(['latest', 'staging', 'v01', 'beta1', 'V2', 'v1/..'])(
    'when its name is %s, which is no version number',
    version => expectNothing(createResults({}), { version }, 'invalid-name', /cannot be a version here/),
  );
});

test('a version that is there is not registered again', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 2);
  const plan = await planRegister(openRegistry(root), createResults({}), { version: 'v3' });
  await register(openRegistry(root), createResults({ groundedness: 1 }), { version: 'v3' });
  const before = takeSnapshot(join(root, 'rag_v3'));
  expect(await apply(openRegistry(root), plan)).toMatchObject({
    outcome: 'refused',
    problem: { code: 'version-exists' },
  });
  expect(takeSnapshot(join(root, 'rag_v3'))).toEqual(before);
  await expect(register(openRegistry(root), createResults({}), { version: 'v3' })).rejects.toThrow(
    /version-exists/,
  );
});

test('stopped while the weights are hashed: cancelled, with nothing left', async () => {
  const root = createTemporaryFolder();
  const stop = new AbortController();
  const plan = await planRegister(openRegistry(root), createResults({}));
  const receipt = await apply(openRegistry(root), plan, {
    stop: stop.signal,
    onProgress: () => stop.abort(),
  });
  expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'cancelled' } });
  expect(readdirSync(root)).toEqual(['.lastgood']);
});

test.each([2, 8])('%i registrations at once get different numbers, all whole', async count => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 1);
  const receipts = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      register(openRegistry(root), createResults({ groundedness: index })),
    ),
  );
  expect(receipts.map(receipt => receipt.outcome)).toEqual(receipts.map(() => 'applied'));
  const { versions, status } = await loadVersions(openRegistry(root), 'rag', 'everything');
  expect(versions.map(version => [version.version, version.whole])).toEqual(
    Array.from({ length: count + 1 }, (_, index) => [`v${index + 1}`, 'complete']),
  );
  expect([...status.recorded.registeredDigests.keys()].sort()).toEqual(
    receipts.map(receipt => receipt.version).sort(),
  );
  expect(status.index.entries.filter(({ entry }) => entry.action === 'adopt')).toHaveLength(1);
});

test.each(['adopted before', 'never written'])(
  'killed between its version and its entry, it is finished by doctor: %s',
  async state => {
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 1);
    if (state === 'adopted before') await promote(openRegistry(root), 'rag', 'v1', 'staging');
    const results = createResults({});
    const real = createNodeFileSystem();
    const { fileSystem } = createFaultyFileSystem(real, root, { fault: 'none' });
    let isGone = false;
    const killing = {
      ...fileSystem,
      link: async (from: string, to: string) => {
        if (isGone || to.includes('/history/')) {
          isGone = true;
          throw new Crash();
        }
        await fileSystem.link(from, to);
      },
      removeFile: async (path: string) => {
        if (isGone) throw new Crash();
        await fileSystem.removeFile(path);
      },
    };
    await register(openRegistry(root, { fileSystem: killing }), results);
    expect(readdirSync(root)).toContain('rag_v2');
    const session = openRegistry(root, { actor: 'doctor' });
    const reader = { ...session.registry.reader, judgeOwner: async () => 'gone' as const };
    await runDoctor(environmentOf({ ...session, registry: { ...session.registry, reader } }));
    const { status, index } = await loadModel(session, 'rag');
    expect(index.operations).toEqual([]);
    expect([...status.recorded.registeredDigests.keys()]).toEqual(['v2']);
    expect(status.index.entries.at(-1)?.entry).toMatchObject({
      action: 'register',
      actor: 'anna@example.com',
    });
    expect(status.mismatches).toEqual([]);
    expect(status.effective.aliases.get('latest')?.version).toBe('v1');
  },
);
