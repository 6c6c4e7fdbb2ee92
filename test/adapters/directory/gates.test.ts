import { execFile } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { examine, runDoctor } from '../../../src/core/apply/run-doctor.ts';
import type { Finding } from '../../../src/core/diagnosis/finding.ts';
import type { GateReport } from '../../../src/core/gate/report.ts';
import type { Receipt } from '../../../src/core/plan/receipt.ts';
import type { Session } from '../../../src/core/session/session.ts';
import {
  apply,
  environmentOf,
  openRegistry,
  promote,
  writeS0Registry,
  writeS0Version,
} from '../../support/registry-rig.ts';
import { sha256OfText } from '../../support/sample-entries.ts';
import { formatReport, planVerdict, sampleReport } from '../../support/sample-report.ts';
import { takeSnapshot } from '../../support/snapshot.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const report = sampleReport();
const text = formatReport(report);
const reportSha256 = sha256OfText(text);

/** A registry of S0 with three versions, `latest` on v3. */
function createS0(): string {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  return root;
}

async function record(session: Session, verdict: GateReport = report): Promise<Receipt> {
  return await apply(session, await planVerdict(session, verdict));
}

/** A registry in which rag v1 has passed. */
async function createJudged(): Promise<string> {
  const root = createS0();
  expect((await record(openRegistry(root))).outcome).toBe('applied');
  return root;
}

function listKept(root: string): readonly string[] {
  return readdirSync(join(root, '.lastgood/evidence'));
}

/** Findings about gates, looked at and then repaired: what doctor says first, and what it leaves. */
async function consult(
  root: string,
): Promise<{ readonly found: readonly Finding[]; readonly left: readonly Finding[] }> {
  const session = openRegistry(root);
  const found = await examine(session);
  await runDoctor(environmentOf(session));
  return { found, left: await examine(session) };
}

describe('recording a verdict', () => {
  test('keeps the report, writes the entry, and shows it beside the version, in this order', async () => {
    const root = createS0();
    const session = openRegistry(root);
    const receipt = await record(session);
    expect(receipt.steps.map(({ step, state }) => [step.kind, state])).toEqual([
      ['keep-file', 'done'],
      ['append-history', 'done'],
      ['append-history', 'done'],
      ['write-gate', 'done'],
    ]);
    expect(readFileSync(join(root, 'rag_v1/gate.json'), 'utf8')).toBe(text);
    expect(listKept(root)).toEqual([reportSha256]);
    expect(await session.registry.reader.loadGateReport(reportSha256)).toEqual({ ok: true, report });
  });

  test('leaves the version as it was, and its file is nobody’s evidence', async () => {
    const root = createS0();
    const session = openRegistry(root);
    const { reader } = session.registry;
    const before = await reader.loadVersions('rag', ['v1'], 'everything');
    const { files: bound } = await reader.bindVersion('rag', 'v1');
    await record(session);
    expect(await reader.loadVersions('rag', ['v1'], 'everything')).toEqual(before);
    expect((await reader.bindVersion('rag', 'v1')).files).toEqual(bound);
    expect(bound.map(file => file.name)).toEqual(['metadata.json', 'summary.json']);
    const index = await reader.loadIndex();
    expect(index.strangers).toEqual([]);
    expect((await reader.verifyVersion('rag', 'v1')).checks.map(check => check.name)).not.toContain(
      'gate.json',
    );
    expect(await examine(session)).toEqual([]);
  });

  test('a verdict stays right when somebody moves an alias meanwhile, and is recorded behind the move', async () => {
    const root = createS0();
    const session = openRegistry(root);
    const plan = await planVerdict(session, report);
    await promote(openRegistry(root), 'rag', 'v2');
    expect(await apply(session, plan)).toMatchObject({ outcome: 'applied' });
    const { entries } = await session.registry.writer.history.readHistory('rag');
    expect(entries.map(({ entry }) => entry.action).slice(-2)).toEqual(['promote', 'gate']);
    expect(existsSync(join(root, '.lastgood/evidence'))).toBe(true);
  });

  test('evidence that changed after it was read is refused, with nothing written but what was kept before', async () => {
    const root = createS0();
    const results = createTemporaryFolder();
    writeFileSync(join(results, 'summary.json'), '{"groundedness": 4}');
    const session = openRegistry(root);
    const found = await session
      .openResults(results)
      .loadEvidence([{ name: 'main', format: 'summary', files: ['summary.json'], presence: 'required' }]);
    const plan = await planVerdict(session, report, found);
    appendFileSync(join(results, 'summary.json'), ' ');
    const receipt = await apply(session, plan);
    expect(receipt).toMatchObject({
      outcome: 'refused',
      problem: { code: 'evidence-changed', message: expect.stringContaining('summary.json') },
    });
    expect(listKept(root)).toEqual([]);
    expect(readdirSync(join(root, '.lastgood/tmp'))).toEqual([]);
    expect(readdirSync(join(root, '.lastgood/operations'))).toEqual([]);
    const [model] = (await session.registry.reader.loadIndex()).models;
    expect(model?.entries.map(({ entry }) => entry.action)).not.toContain('gate');
  });
});

describe('the file beside a version', () => {
  const spoilt: Readonly<Record<string, (path: string) => void>> = {
    'that is gone': path => rmSync(path),
    'whose verdict was changed by hand': path =>
      writeFileSync(path, text.replace('"verdict":"PASS"', '"verdict":"FAIL"')),
    'that is torn': path => writeFileSync(path, text.slice(0, 40)),
    'that became a link': path => {
      rmSync(path);
      symlinkSync('/etc/hostname', path);
    },
  };
  test.each(Object.entries(spoilt))('%s is found and written again by doctor', async (_, spoil) => {
    const root = await createJudged();
    spoil(join(root, 'rag_v1/gate.json'));
    const { found, left } = await consult(root);
    expect(found).toMatchObject([{ subject: 'rag v1', message: expect.stringContaining('gate.json') }]);
    expect(left).toEqual([]);
    expect(readFileSync(join(root, 'rag_v1/gate.json'), 'utf8')).toBe(text);
    expect(lstatSync(join(root, 'rag_v1/gate.json')).isFile()).toBe(true);
  });

  test('is written again by the next move, too', async () => {
    const root = await createJudged();
    rmSync(join(root, 'rag_v1/gate.json'));
    expect((await promote(openRegistry(root), 'rag', 'v1')).outcome).toBe('applied');
    expect(readFileSync(join(root, 'rag_v1/gate.json'), 'utf8')).toBe(text);
  });

  test('shows the newest verdict, whatever alias it is for', async () => {
    const root = await createJudged();
    const later = sampleReport({
      verdict: 'FAIL',
      subject: { model: 'rag', version: 'v1', alias: 'production' },
    });
    await record(openRegistry(root), later);
    expect(readFileSync(join(root, 'rag_v1/gate.json'), 'utf8')).toBe(formatReport(later));
    expect(await examine(openRegistry(root))).toEqual([]);
  });

  test('is left alone where a folder stands: the verdict is on record, and the receipt says so', async () => {
    const root = createS0();
    mkdirSync(join(root, 'rag_v1/gate.json'));
    const receipt = await record(openRegistry(root));
    expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'pointer-blocked' } });
    expect(readdirSync(join(root, 'rag_v1/gate.json'))).toEqual([]);
    expect((await promote(openRegistry(root), 'rag', 'v2')).outcome).toBe('applied');
    const findAboutGate = async () =>
      (await consult(root)).left.filter(({ subject }) => subject === 'rag v1');
    expect(await findAboutGate()).toMatchObject([
      { state: 'damaged', message: expect.stringContaining('gate.json') },
    ]);
    rmSync(join(root, 'rag_v1/gate.json'), { recursive: true });
    expect(await findAboutGate()).toEqual([]);
    expect(readFileSync(join(root, 'rag_v1/gate.json'), 'utf8')).toBe(text);
  });

  test('that the version was registered with is evidence, and never written over', async () => {
    const root = createTemporaryFolder();
    writeS0Version(root, 'rag', 1, { artifacts: { eval_summary: 'summary.json', bias_report: 'gate.json' } });
    writeFileSync(join(root, 'rag_v1/gate.json'), '{"slices": []}');
    expect(await record(openRegistry(root))).toMatchObject({ outcome: 'partial' });
    await promote(openRegistry(root), 'rag', 'v1');
    expect((await consult(root)).left.filter(({ subject }) => subject === 'rag v1')).toEqual([]);
    expect(readFileSync(join(root, 'rag_v1/gate.json'), 'utf8')).toBe('{"slices": []}');
  });

  test('of a version that is not here any more is not asked for', async () => {
    const root = await createJudged();
    rmSync(join(root, 'rag_v1'), { recursive: true });
    expect((await promote(openRegistry(root), 'rag', 'v2')).outcome).toBe('applied');
    expect(existsSync(join(root, 'rag_v1'))).toBe(false);
  });
});

describe('a kept report', () => {
  test('that is gone or changed is damage that doctor tells of', async () => {
    const root = await createJudged();
    const path = join(root, '.lastgood/evidence', reportSha256);
    appendFileSync(path, ' ');
    const session = openRegistry(root);
    expect(await session.registry.reader.loadGateReport(reportSha256)).toEqual({
      ok: false,
      problem: 'the report is not the one on record: its bytes were changed',
    });
    expect((await consult(root)).left).toMatchObject([
      {
        subject: 'rag v1',
        state: 'damaged',
        message: 'the report of its gate, PASS (rag) for latest, is not the one on record',
      },
    ]);
    rmSync(path);
    expect((await consult(root)).left).toMatchObject([
      { state: 'damaged', message: expect.stringContaining('is missing') },
    ]);
    // The version can be judged again all the same, and then everything is in order.
    expect((await record(session)).outcome).toBe('applied');
    expect((await consult(root)).left).toEqual([]);
  });

  test('is read back however large it is', async () => {
    const root = createS0();
    const session = openRegistry(root);
    const [rule] = report.rules;
    if (rule === undefined) throw new Error('the sample has a rule');
    const reason = 'r'.repeat(4000);
    const rules = Array.from({ length: 2500 }, (_, index) => ({ ...rule, id: `rule-${index}`, reason }));
    const large = sampleReport({ rules });
    expect(formatReport(large).length).toBeGreaterThan(9 * 1024 * 1024);
    expect((await record(session, large)).outcome).toBe('applied');
    const sha256 = sha256OfText(formatReport(large));
    expect(await session.registry.reader.loadGateReport(sha256)).toEqual({ ok: true, report: large });
    expect(await examine(session)).toEqual([]);
  });

  test('of what is live is looked at, however long ago it was judged', async () => {
    const root = await createJudged();
    await promote(openRegistry(root), 'rag', 'v1');
    for (let move = 0; move < 40; move += 1)
      await promote(openRegistry(root), 'rag', `v${2 + (move % 2)}`, 'other');
    expect(await examine(openRegistry(root))).toEqual([]);
    rmSync(join(root, '.lastgood/evidence', reportSha256));
    expect(await examine(openRegistry(root))).toMatchObject([{ subject: 'rag v1', state: 'damaged' }]);
  });

  test('that was damaged is put right by keeping it again; a link in its place is replaced, not followed', async () => {
    const root = await createJudged();
    const { writer, reader } = openRegistry(root).registry;
    const path = join(root, '.lastgood/evidence', reportSha256);
    const outside = join(createTemporaryFolder(), 'outside');
    writeFileSync(outside, 'untouched');
    const spoil: readonly (() => void)[] = [
      () => writeFileSync(path, 'x'),
      () => symlinkSync(outside, path),
      () => symlinkSync('/nowhere', path),
    ];
    for (const change of spoil) {
      rmSync(path);
      change();
      expect(await reader.loadGateReport(reportSha256)).toMatchObject({ ok: false });
      await writer.keepFile({ name: 'gate.json', sha256: reportSha256, from: 'text', text });
      expect(await reader.loadGateReport(reportSha256)).toEqual({ ok: true, report });
    }
    expect(readFileSync(outside, 'utf8')).toBe('untouched');
  });

  test('has no place where a folder stands, or where the store is a link', async () => {
    const root = await createJudged();
    const { writer } = openRegistry(root).registry;
    const path = join(root, '.lastgood/evidence', reportSha256);
    const file = { name: 'gate.json', sha256: reportSha256, from: 'text', text } as const;
    rmSync(path);
    mkdirSync(path);
    await expect(writer.keepFile(file)).rejects.toMatchObject({ code: 'file-system-failed' });
    const outside = createTemporaryFolder();
    rmSync(join(root, '.lastgood/evidence'), { recursive: true });
    symlinkSync(outside, join(root, '.lastgood/evidence'));
    await expect(writer.keepFile(file)).rejects.toMatchObject({ code: 'file-system-failed' });
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(join(root, '.lastgood/tmp'))).toEqual([]);
  });

  test('that no entry speaks of is left alone: another process may be about to', async () => {
    const root = await createJudged();
    const orphan = sha256OfText('orphan');
    const session = openRegistry(root);
    await session.registry.writer.keepFile({ name: 'a', sha256: orphan, from: 'text', text: 'orphan' });
    const before = takeSnapshot(root);
    expect(await consult(root)).toEqual({ found: [], left: [] });
    expect(takeSnapshot(root)).toEqual(before);
    expect(listKept(root)).toContain(orphan);
  });
});

test('what a copy that was cut off leaves is removed by doctor, once it is old', async () => {
  const root = await createJudged();
  for (const name of ['evidence-1', 'gate-1']) {
    writeFileSync(join(root, '.lastgood/tmp', name), 'half');
    utimesSync(join(root, '.lastgood/tmp', name), 1, 1);
  }
  await runDoctor(environmentOf(openRegistry(root)));
  expect(readdirSync(join(root, '.lastgood/tmp'))).toEqual([]);
});

test('two processes that keep the same files at once keep each of them whole', async () => {
  const root = createS0();
  const session = openRegistry(root);
  await session.registry.writer.initialise();
  const keeper = fileURLToPath(new URL('../../support/keep-process.ts', import.meta.url));
  const runFile = promisify(execFile);
  await Promise.all([1, 2].map(() => runFile(process.execPath, [keeper, root, '60'])));
  const kept = listKept(root);
  expect(kept.length).toBe(60);
  for (const sha256 of kept)
    expect(sha256OfText(readFileSync(join(root, '.lastgood/evidence', sha256), 'utf8'))).toBe(sha256);
  expect(readdirSync(join(root, '.lastgood/tmp'))).toEqual([]);
});

describe('the evidence of a version', () => {
  const sources = [
    {
      name: 'main',
      format: 'summary',
      files: ['core_eval_main/summary.json', 'summary.json'],
      presence: 'required',
    },
  ] as const;

  test('is what lies in its folder', async () => {
    const root = createS0();
    const { reader } = openRegistry(root).registry;
    const folder = reader.openEvidence('rag', 'v2');
    expect(folder.place).toBe('rag v2');
    const { files: bound } = await reader.bindVersion('rag', 'v2');
    const sha256 = bound.find(file => file.name === 'summary.json')?.sha256;
    expect(await folder.loadEvidence(sources)).toMatchObject([
      { state: 'read', file: { name: 'summary.json', sha256, value: { groundedness: 4.02 } } },
    ]);
  });

  test('is not read through a link in place of the version', async () => {
    const root = createS0();
    symlinkSync('rag_v1', join(root, 'rag_v9'));
    const { reader } = openRegistry(root).registry;
    await expect(reader.openEvidence('rag', 'v9').loadEvidence(sources)).rejects.toMatchObject({
      code: 'version-not-found',
    });
  });

  test.each(['../rag', 'a/b', '..'])('a version called %j has none', version => {
    const { reader } = openRegistry(createS0()).registry;
    expect(() => reader.openEvidence('rag', version)).toThrow(/cannot|holds|begins/i);
  });

  test('a file that metadata names outside of the folder is no part of the version', async () => {
    const root = createTemporaryFolder();
    writeFileSync(join(root, 'secret.json'), '{}');
    const artifacts = { eval_summary: 'summary.json', bias_report: '../secret.json', other: 'gone.json' };
    writeS0Version(root, 'rag', 1, { artifacts });
    const { files: bound } = await openRegistry(root).registry.reader.bindVersion('rag', 'v1');
    expect(bound.map(file => file.name)).toEqual(['metadata.json', 'summary.json']);
  });

  test('a file of it that cannot be read is not bound, and contradicts what was registered', async () => {
    const root = createS0();
    rmSync(join(root, 'rag_v1/summary.json'));
    symlinkSync('/etc/hostname', join(root, 'rag_v1/summary.json'));
    const { files, checks } = await openRegistry(root).registry.reader.bindVersion('rag', 'v1');
    expect(files.map(file => file.name)).toEqual(['metadata.json']);
    expect(checks).toContainEqual({
      name: 'summary.json',
      outcome: 'unreadable',
      detail: 'a link stands there',
    });
  });

  test('one byte more in a bound file shows', async () => {
    const root = createS0();
    const { reader } = openRegistry(root).registry;
    const { files: bound } = await reader.bindVersion('rag', 'v1');
    appendFileSync(join(root, 'rag_v1/summary.json'), ' ');
    const checks = await reader.checkBoundFiles('rag', 'v1', bound);
    expect(checks.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['metadata.json', 'verified'],
      ['summary.json', 'differs'],
    ]);
  });
});

test('evidence may not take the name of the file that shows the verdict', async () => {
  const root = createS0();
  const session = openRegistry(root);
  await session.registry.writer.initialise();
  const path = join(createTemporaryFolder(), 'gate.json');
  writeFileSync(path, '{}');
  const registration = {
    model: 'rag',
    version: undefined,
    weights: undefined,
    evidence: [{ role: 'other', path }],
    configuration: null,
    parent: undefined,
    previousVersion: undefined,
    notes: undefined,
    tags: [],
    createdAt: '2031-01-01T00:00:00.000Z',
    actor: 'anna',
  } as const;
  await expect(session.registry.writer.addVersion(registration, 'operation-1')).rejects.toMatchObject({
    code: 'invalid-name',
  });
});
