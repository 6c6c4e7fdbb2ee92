import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findNextVersion } from '../../../src/adapters/catalog/add-version.ts';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { examine, runDoctor } from '../../../src/core/apply/run-doctor.ts';
import type { Receipt } from '../../../src/core/plan/receipt.ts';
import type { FileSystem } from '../../../src/core/ports/file-system.ts';
import type { Registration } from '../../../src/core/registration/registration.ts';
import { prepareRegistration } from '../../../src/core/session/prepare-change.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { openCatalog } from '../../support/catalog-rig.ts';
import { apply, environmentOf, planPromote, rollBack } from '../../support/registry-rig.ts';
import {
  changeAsS2,
  listDeployed,
  makeS2File,
  readS2File,
  s2Version,
  writeS2File,
} from '../../support/s2-catalog.ts';
import { sampleEntry } from '../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** A file of `majora` with three versions, v3 deployed. */
function openThree(fileSystem?: FileSystem): { readonly path: string; readonly session: Session } {
  const path = join(createTemporaryFolder(), 'registry.json');
  writeS2File(path, makeS2File('majora', 3));
  return { path, session: openCatalog(path, fileSystem ? { fileSystem } : {}) };
}

async function promote(session: Session, version: string): Promise<Receipt> {
  return await apply(session, await planPromote(session, 'majora', version, 'deployed'));
}

async function register(session: Session, changes: Partial<Registration> = {}): Promise<Receipt> {
  const registration = {
    ...{ model: 'majora', version: undefined, weights: undefined, evidence: [], configuration: null },
    ...{ parent: undefined, notes: undefined, tags: [] },
    ...changes,
  };
  return await apply(session, await prepareRegistration(session, registration));
}

/** What another program's several versions stop at the plan: here it is in the history all the same. */
async function score(
  session: Session,
  version: string,
  metrics: Readonly<Record<string, number>>,
): Promise<void> {
  const { writer } = session.registry;
  const { entries } = await writer.history.readHistory('majora');
  const facts = [{ kind: 'scored', version, metrics }] as const;
  const change = {
    format: 2,
    model: 'majora',
    action: 'score',
    moves: [],
    facts,
    at: session.now(),
  } as const;
  const previousDigest = entries.at(-1)?.digest ?? null;
  const entry = sampleEntry(entries.length + 1, { ...change, previousDigest, operationId: 'score' });
  const { model, operationId, actor, at } = entry;
  const operation = { operationId, model, actor, startedAt: at, title: 'Score', drafts: [] } as const;
  await writer.writeJournal({ ...operation, format: 1, command: 'lastgood score', version: null });
  await writer.history.appendEntry(entry);
  await writer.project('majora');
  await writer.removeJournal('score');
}

test('promoting and rolling back marks one version, with every step told and done', async () => {
  const { path, session } = openThree();
  const receipt = await promote(session, 'v1');
  expect(receipt.outcome).toBe('applied');
  expect(receipt.steps.map(({ step, state }) => [step.kind, step.target, state]).slice(-1)).toEqual([
    ['set-pointer', 'registry.json', 'done'],
  ]);
  expect(listDeployed(path, 'majora')).toEqual(['v1']);
  await rollBack(session, 'majora', 'v3', 'deployed');
  expect(listDeployed(path, 'majora')).toEqual(['v3']);
  const { versions } = readS2File(path).models['majora'] ?? {};
  expect([versions?.['v1']?.status, versions?.['v3']?.status]).toEqual(['deprecated', 'deployed']);
});

test('a registered version stands in both files as S2 writes it', async () => {
  const { path, session } = openThree();
  const receipt = await register(session, {
    training: { baseModel: 'majora:v3', samples: 400, learningRate: 1e-7 },
    lineage: { dataSources: ['oracle', 'toolbench'], gitCommit: 'def456' },
    metrics: { accuracy: 0.9, rouge1: 0.4, wit: 3 },
    filePaths: { gguf: '/models/majora-v4.gguf' },
    ...{ parent: 'v3', notes: 'é', tags: ['nightly'] },
  });
  expect([receipt.outcome, receipt.version]).toEqual(['applied', 'v4']);
  expect(receipt.steps.map(({ step, state }) => [step.kind, state])).toEqual([
    ['add-version', 'done'],
    ['write-file', 'done'],
    ['write-file', 'done'],
    ...receipt.steps.slice(3).map(({ step }) => [step.kind, 'done']),
  ]);
  const row = readS2File(path).models['majora']?.versions['v4'];
  expect(Object.keys(row ?? {})).toEqual(Object.keys(s2Version('', '')));
  expect(row).toMatchObject({
    ...{ model_name: 'majora', version: 'v4', status: 'draft', deployed: false, parent_version: 'v3' },
    training: { base_model: 'majora:v3', samples: 400, framework: 'unsloth', hardware: 'unknown' },
    evaluation_scores: { accuracy: 0.9, rouge_scores: { rouge1: 0.4 }, custom_metrics: { wit: 3 } },
    ...{ gguf_path: '/models/majora-v4.gguf', git_commit: 'def456', tags: ['nightly'], notes: 'é' },
  });
  expect(readFileSync(path, 'utf8')).toMatch(/^[\x20-\x7e\n]*[^\n]$/);
  const lineage = JSON.parse(readFileSync(join(path, '../lineage.json'), 'utf8'));
  expect(lineage.lineages.majora.versions).toMatchObject({
    v4: { parent_version: 'v3', training_data: ['oracle', 'toolbench'], base_model: 'majora:v3' },
  });
});

/** What S2's reader makes of each field: a version of another form would end its program. */
const forms: Readonly<Record<string, RegExp>> = {
  ...{ model_name: /^string$/, version: /^string$/, created_at: /^string$/, status: /^string$/ },
  ...{ lora_path: /^(string|null)$/, gguf_path: /^(string|null)$/, checkpoint_path: /^(string|null)$/ },
  ...{ config_path: /^(string|null)$/, parent_version: /^(string|null)$/, git_commit: /^(string|null)$/ },
  ...{ 'training.framework': /^string$/, 'training.base_model': /^string$/, 'training.hardware': /^string$/ },
  ...{ 'training.samples': /^number$/, 'training.epochs': /^number$/, 'training.batch_size': /^number$/ },
  ...{
    'training.learning_rate': /^number$/,
    'training.max_seq_length': /^number$/,
    'training.notes': /^string$/,
  },
  ...{ 'training.duration_hours': /^(number|null)$/, 'training.cost_usd': /^(number|null)$/ },
  ...{
    training_data_sources: /^list$/,
    tags: /^list$/,
    deployed: /^boolean$/,
    deployed_at: /^(string|null)$/,
  },
  ...{ deployment_notes: /^string$/, notes: /^string$/ },
  ...{ 'evaluation_scores.rouge_scores': /^object$/, 'evaluation_scores.custom_metrics': /^object$/ },
};

function formOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

test.each<Partial<Registration>>([
  {},
  { training: { samples: 3 }, metrics: { wit: 1 }, parent: 'v1', notes: 'n', tags: ['t'] },
  { lineage: { dataSources: ['a'], gitCommit: 'b' }, weights: { at: 'elsewhere', text: 'hub/model' } },
])('every field of a registered version has the form that S2 reads: %j', async changes => {
  const { path, session } = openThree();
  await register(session, changes);
  await promote(session, 'v4');
  const row: Readonly<Record<string, unknown>> = readS2File(path).models['majora']?.versions['v4'] ?? {};
  for (const [place, form] of Object.entries(forms)) {
    const [key = '', inner] = place.split('.');
    const value = row[key] as Readonly<Record<string, unknown>>;
    expect(formOf(inner === undefined ? value : value[inner]), place).toMatch(form);
  }
  for (const [metric, value] of Object.entries(row['evaluation_scores'] ?? {}))
    expect(formOf(value), metric).toMatch(/^(number|null|object)$/);
});

const python = spawnSync('python3', ['--version']);

test.skipIf(python.status !== 0)(
  'Python reads the files, and would write them the same (where it is installed)',
  async () => {
    const { path, session } = openThree();
    await register(session, { notes: 'é "😀"', metrics: { accuracy: 0.875 } });
    await promote(session, 'v4');
    const program = 'import json,sys; sys.stdout.write(json.dumps(json.load(open(sys.argv[1])), indent=2))';
    for (const file of [path, join(path, '../lineage.json')])
      expect(execFileSync('python3', ['-c', program, file], { encoding: 'utf8' })).toBe(
        readFileSync(file, 'utf8'),
      );
  },
);

test.each([
  [['v1', 'v2.1', 'v2'], 'v3'],
  [['v9', 'v10'], 'v11'],
  [['v2b', 'nightly', '2026-01-01'], 'v1'],
  [[], 'v1'],
])('after %j comes %s, as S2 counts', (versions, next) => {
  expect(findNextVersion(versions)).toBe(next);
});

test('a version that S2 has is not registered again', async () => {
  const { path, session } = openThree();
  changeAsS2(path, file => {
    Object.assign(file.models['majora']?.versions ?? {}, { v7: s2Version('majora', 'v7') });
  });
  const { writer } = session.registry;
  await writer.initialise();
  const registration = {
    ...{ model: 'majora', version: 'v7', weights: undefined, evidence: [], configuration: null },
    ...{ parent: undefined, previousVersion: undefined, notes: undefined, tags: [] },
    ...{ createdAt: '2026-11-21T03:00:00.000Z', actor: 'anna' },
  };
  await expect(writer.addVersion(registration, 'operation-1')).rejects.toMatchObject({
    code: 'version-exists',
  });
});

test('what S2 wrote between reading and replacing is in the file too', async () => {
  const disk = createNodeFileSystem();
  let path = '';
  let times = 0;
  const { path: placed, session } = openThree({
    ...disk,
    createFile: async (file, bytes, permissions) => {
      await disk.createFile(file, bytes, permissions);
      if (!file.includes('/tmp/file-') || times >= 2) return;
      times += 1;
      changeAsS2(path, found => {
        Object.assign(found.models['majora']?.versions ?? {}, {
          [`s2-${times}`]: s2Version('majora', `s2-${times}`),
        });
      });
    },
  });
  path = placed;
  expect((await promote(session, 'v1')).outcome).toBe('applied');
  expect(Object.keys(readS2File(path).models['majora']?.versions ?? {})).toEqual([
    'v1',
    'v2',
    'v3',
    's2-1',
    's2-2',
  ]);
  expect(listDeployed(path, 'majora')).toEqual(['v1']);
});

test('a version that S2 lost is put back by the next write, of whatever model', async () => {
  const { path, session } = openThree();
  await register(session);
  changeAsS2(path, file => {
    delete file.models['majora']?.versions['v4'];
    file.models['din'] = makeS2File('din', 1).models['din'] as (typeof file.models)['din'];
  });
  expect(
    (await session.registry.reader.loadIndex()).models.find(({ model }) => model === 'majora'),
  ).toMatchObject({
    versions: [{ version: 'v1' }, { version: 'v2' }, { version: 'v3' }, { version: 'v4' }],
  });
  await register(session, { model: 'din' });
  expect(Object.keys(readS2File(path).models['majora']?.versions ?? {})).toContain('v4');
});

test('of several deployed versions a score decides nothing, and a move does', async () => {
  const { path, session } = openThree();
  await promote(session, 'v1');
  changeAsS2(path, file => {
    Object.assign(file.models['majora']?.versions['v2'] ?? {}, { deployed: true, status: 'deployed' });
  });
  await score(session, 'v3', { accuracy: 0.5 });
  expect(readS2File(path).models['majora']?.versions['v3']?.evaluation_scores.accuracy).toBe(0.5);
  expect(listDeployed(path, 'majora')).toEqual(['v1', 'v2']);
  await promote(session, 'v3');
  expect(listDeployed(path, 'majora')).toEqual(['v3']);
});

test('the file keeps its permissions', async () => {
  const { path, session } = openThree();
  chmodSync(path, 0o640);
  await promote(session, 'v1');
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

test('a link that takes the place of the file is never replaced', async () => {
  const { path, session } = openThree();
  const plan = await planPromote(session, 'majora', 'v1', 'deployed');
  const moved = join(path, '../elsewhere.json');
  writeFileSync(moved, readFileSync(path));
  rmSync(path);
  symlinkSync('elsewhere.json', path);
  const receipt = await apply(session, plan);
  expect([receipt.outcome, receipt.problem?.code]).toEqual(['partial', 'pointer-blocked']);
  expect(listDeployed(moved, 'majora')).toEqual(['v3']);
});

test('the folders of a file that is not there yet are made', async () => {
  const path = join(createTemporaryFolder(), 'a/b/registry.json');
  const receipt = await register(openCatalog(path));
  expect([receipt.outcome, receipt.version]).toEqual(['applied', 'v1']);
  expect(Object.keys(readS2File(path).models)).toEqual(['majora']);
});

test('a torn file is only read until doctor has put it back, with all that the history says', async () => {
  const { path, session } = openThree();
  await register(session, { notes: 'ours' });
  await promote(session, 'v4');
  const torn = readFileSync(path, 'utf8').slice(0, 500);
  writeFileSync(path, torn);
  const opened = openCatalog(path);
  expect((await opened.registry.reader.loadIndex()).unwritable).toMatchObject({ code: 'unreadable-file' });
  expect(await opened.registry.writer.project('majora')).toMatchObject([{ outcome: 'blocked' }]);
  await expect(opened.registry.writer.initialise()).rejects.toMatchObject({ code: 'unreadable-file' });
  expect(readFileSync(path, 'utf8')).toBe(torn);
  expect((await examine(opened)).map(({ state }) => state)).toContain('repairable');

  const findings = await runDoctor(environmentOf(opened));
  expect(findings.filter(({ state }) => state !== 'repaired' && state !== 'note')).toEqual([]);
  expect(findings).toMatchObject([{ subject: 'registry.json', state: 'repaired' }]);
  expect(listDeployed(path, 'majora')).toEqual(['v4']);
  expect(Object.keys(readS2File(path).models['majora']?.versions ?? {})).toEqual(['v1', 'v2', 'v3', 'v4']);
  const kept = join(path, '../registry.lastgood/torn');
  expect(readdirSync(kept).map(name => readFileSync(join(kept, name), 'utf8'))).toEqual([torn]);
  expect((await promote(openCatalog(path), 'v1')).outcome).toBe('applied');
});

test('a torn file of which there is no copy stays as it is', async () => {
  const { path, session } = openThree();
  await session.registry.writer.initialise();
  writeFileSync(path, '{"models": {');
  const findings = await runDoctor(environmentOf(openCatalog(path)));
  expect(findings).toMatchObject([{ state: 'damaged' }]);
  expect(readFileSync(path, 'utf8')).toBe('{"models": {');
});

test('a file that somebody removed is made again from what it last was', async () => {
  const { path, session } = openThree();
  await promote(session, 'v1');
  await promote(session, 'v2');
  rmSync(path);
  await session.registry.writer.project('majora');
  expect(Object.keys(readS2File(path).models['majora']?.versions ?? {})).toEqual(['v1', 'v2', 'v3']);
  expect(listDeployed(path, 'majora')).toEqual(['v2']);
});

test('a torn file of lineage stops a registration and nothing else', async () => {
  const { path, session } = openThree();
  const lineage = join(path, '../lineage.json');
  writeFileSync(lineage, '{"lineages": {');
  const receipt = await register(session);
  expect([receipt.outcome, receipt.problem?.code]).toEqual(['refused', 'unreadable-file']);
  expect((await promote(session, 'v1')).outcome).toBe('applied');
  expect(readFileSync(lineage, 'utf8')).toBe('{"lineages": {');
  expect(existsSync(join(path, '../registry.lastgood/versions'))).toBe(false);
});

test('what a cut-off write left is removed once it is old', async () => {
  const { path, session } = openThree();
  await promote(session, 'v1');
  const own = join(path, '../registry.lastgood');
  mkdirSync(join(own, 'versions/majora/v9.claim'), { recursive: true });
  writeFileSync(join(own, 'tmp/file-1'), '{');
  const { writer } = session.registry;
  expect(await writer.removeLeftovers([])).toEqual([]);
  const later = openCatalog(path, { nowMs: () => Date.now() + 60 * 60 * 1000 });
  expect(await later.registry.writer.removeLeftovers([])).toEqual([
    'registry.lastgood/tmp/file-1',
    'registry.lastgood/versions/majora/v9.claim',
  ]);
});
