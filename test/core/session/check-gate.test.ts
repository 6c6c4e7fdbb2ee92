import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GateView } from '../../../src/core/session/gate-view.ts';
import { loadGateView } from '../../../src/core/session/load-gate-view.ts';
import { prepareChange } from '../../../src/core/session/prepare-change.ts';
import { prepareGate } from '../../../src/core/session/prepare-gate.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { bindPolicy, type ResultsChange, writeResults } from '../../support/evidence-files.ts';
import { apply, openRegistry, promote, writeS0Registry } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** A registry of three versions, v2 live, whose aliases all demand S0's policy. */
function createRegistry(policy = 'rag'): { readonly root: string; readonly session: Session } {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3, 2);
  return { root, session: openRegistry(root, { policies: bindPolicy(policy, { alias: '*' }) }) };
}

async function judge(
  session: Session,
  version: string,
  { alias = 'latest', change = {} }: { readonly alias?: string; readonly change?: ResultsChange } = {},
): Promise<string> {
  const results = writeResults(createTemporaryFolder(), change);
  const request = { model: 'rag', version, alias, results, policy: undefined };
  const { report, plan } = await prepareGate(session, request);
  expect((await apply(session, plan)).outcome).toBe('applied');
  return report.verdict;
}

async function view(session: Session, version: string, alias = 'latest'): Promise<GateView> {
  return await loadGateView(session, { model: 'rag', version, alias });
}

describe('a verdict that is looked at again', () => {
  test('counts while everything it stands on is as it was', async () => {
    const { session } = createRegistry();
    expect(await judge(session, 'v1')).toBe('PASS');
    const { standing, report, checks, wouldBlock, baselineMoved } = await view(session, '1');
    expect(standing).toMatchObject({ at: 'recorded', gate: { verdict: 'PASS' }, stale: [] });
    expect(report?.verdict).toBe('PASS');
    expect(new Set(checks.map(check => check.outcome))).toEqual(new Set(['verified']));
    expect(checks.map(check => check.name)).toEqual(
      expect.arrayContaining(['core_eval_main/summary.json', 'metadata.json', 'gate.json']),
    );
    expect({ wouldBlock, baselineMoved }).toEqual({ wouldBlock: [], baselineMoved: undefined });
  });

  test('shows the files that differ first', async () => {
    const { root, session } = createRegistry();
    await judge(session, 'v1');
    writeFileSync(join(root, 'rag_v1/summary.json'), '{}');
    const { checks, wouldBlock } = await view(session, 'v1');
    expect(checks[0]).toMatchObject({ name: 'summary.json', outcome: 'differs' });
    expect(wouldBlock).toEqual([expect.stringMatching(/^summary\.json has changed since v1 was judged: /)]);
  });

  test('does not need the copy beside the version', async () => {
    const { root, session } = createRegistry();
    await judge(session, 'v1');
    rmSync(join(root, 'rag_v1/gate.json'));
    expect((await view(session, 'v1')).wouldBlock).toEqual([]);
  });

  test('is not held against the copy of a newer verdict for another alias', async () => {
    const { session } = createRegistry();
    await judge(session, 'v1');
    expect(await judge(session, 'v1', { alias: 'staging', change: { smoke: 'absent' } })).toBe('ERROR');
    expect((await view(session, 'v1')).wouldBlock).toEqual([]);
    expect((await view(session, 'v1', 'staging')).wouldBlock).toEqual([
      expect.stringMatching(/^rag says ERROR for rag v1: /),
    ]);
  });

  test('cannot be relied on without its report', async () => {
    const { root, session } = createRegistry();
    await judge(session, 'v1');
    rmSync(join(root, '.lastgood/evidence'), { recursive: true });
    const { report, reportProblem, wouldBlock } = await view(session, 'v1');
    expect(report).toBeUndefined();
    expect(reportProblem).toContain('the report is');
    expect(wouldBlock).toEqual([expect.stringMatching(/^The verdict on v1 cannot be relied on: /)]);
  });
});

describe('what was live when a version was judged', () => {
  const weighted = `{"name": "own", "evidence": {"main": {"format": "summary", "file": "core_eval_main/summary.json"}},
    "rules": [{"weightedScore": {"evidence": "main", "weights": {"groundedness": 1}, "improvement": 0}}]}`;

  function createScored(): ReturnType<typeof createRegistry> {
    const path = join(createTemporaryFolder(), 'own.json');
    writeFileSync(path, weighted);
    return createRegistry(path);
  }

  test('is the same while nobody moves', async () => {
    const { session } = createScored();
    expect(await judge(session, 'v1')).toBe('PASS');
    expect((await view(session, 'v1')).baselineMoved).toBeUndefined();
  });

  test('is another when somebody else is live', async () => {
    const { session } = createScored();
    await judge(session, 'v1');
    await promote(openRegistry(session.registry.reader.identity.place), 'rag', 'v3');
    const { baselineMoved, wouldBlock } = await view(session, 'v1');
    expect(baselineMoved).toBe('v1 was judged while v2 was live under latest, and v3 is live there now');
    expect(wouldBlock).toContain(`${baselineMoved}.`);
  });

  test('is another when more was deployed meanwhile, though the same version is live again', async () => {
    const { session } = createScored();
    await judge(session, 'v1');
    const ungated = openRegistry(session.registry.reader.identity.place);
    await promote(ungated, 'rag', 'v3');
    await promote(ungated, 'rag', 'v2');
    expect((await view(session, 'v1')).baselineMoved).toBe(
      'v1 was compared with v2; what was deployed is v2, v3 now',
    );
  });

  test('is another when its record was changed', async () => {
    const { root, session } = createScored();
    await judge(session, 'v1');
    const path = join(root, 'rag_v2/metadata.json');
    writeFileSync(path, JSON.stringify({ model_name: 'rag', version: 'v2' }));
    expect((await view(session, 'v1')).baselineMoved).toMatch(
      /^v2, which was live when v1 was judged, is not as it was: its metadata\.json had sha256 \w+, and has sha256 \w+ now$/,
    );
  });

  test('counts for a policy that compares with nothing, too', async () => {
    const { root, session } = createRegistry();
    expect(await judge(session, 'v1')).toBe('PASS');
    const path = join(root, 'rag_v2/metadata.json');
    const before = readFileSync(path);
    writeFileSync(path, `${before} `);
    expect((await view(session, 'v1')).wouldBlock).toEqual([
      expect.stringMatching(/^v2, which was live when v1 was judged, is not as it was/),
    ]);
    writeFileSync(path, before);
    expect((await view(session, 'v1')).wouldBlock).toEqual([]);
    await promote(openRegistry(root), 'rag', 'v3');
    expect((await view(session, 'v1')).wouldBlock).toEqual([
      'v1 was judged while v2 was live under latest, and v3 is live there now.',
    ]);
  });

  test('does not matter any more for the version that has become live by it', async () => {
    const { session } = createScored();
    await judge(session, 'v1');
    await promote(session, 'rag', 'v1');
    expect((await view(session, 'v1')).baselineMoved).toBeUndefined();
  });
});

describe('evidence that was judged once', () => {
  const tuning = { baseline: { groundedness: 4 }, best: { groundedness: 3 } };

  test('is missed when it is gone, also after it was missed once', async () => {
    const { session } = createRegistry();
    expect(await judge(session, 'v1', { change: { tuning } })).not.toBe('PASS');
    expect(await judge(session, 'v1')).toBe('ERROR');
    expect(await judge(session, 'v1')).toBe('ERROR');
    expect(await judge(session, 'v3')).toBe('PASS');
  });

  test('counts as missed where nobody can read what was judged', async () => {
    const { root, session } = createRegistry();
    expect(await judge(session, 'v1')).toBe('PASS');
    rmSync(join(root, '.lastgood/evidence'), { recursive: true });
    mkdirSync(join(root, '.lastgood/evidence'));
    expect(await judge(session, 'v1')).toBe('ERROR');
  });
});

test('verdicts on two versions that are planned at the same time are both recorded', async () => {
  const { session } = createRegistry();
  const results = writeResults(createTemporaryFolder());
  const request = { model: 'rag', alias: 'latest', results, policy: undefined };
  const plans = [
    await prepareGate(session, { ...request, version: 'v1' }),
    await prepareGate(session, { ...request, version: 'v3' }),
  ];
  for (const { plan } of plans) expect((await apply(session, plan)).outcome).toBe('applied');
  for (const version of ['v1', 'v3']) expect((await view(session, version)).wouldBlock).toEqual([]);
});

describe('a verdict on a version that is scored afterwards', () => {
  async function score(session: Session, version: string): Promise<void> {
    const metrics = { accuracy: 0.5 };
    const plan = await prepareChange(session, {
      change: 'score',
      model: 'rag',
      version,
      metrics,
      reason: '',
    });
    expect((await apply(session, plan)).outcome).toBe('applied');
  }

  test('counts no more, and a promotion does not rest on it, until it is judged again', async () => {
    const { session } = createRegistry();
    await judge(session, 'v3');
    await score(session, 'v3');
    const { standing, wouldBlock } = await view(session, 'v3');
    expect(standing).toMatchObject({ stale: ['its scores have changed since'] });
    expect(wouldBlock).toEqual([expect.stringMatching(/^The PASS for v3 counts no more: .* scored it on /)]);
    await judge(session, 'v3');
    expect((await view(session, 'v3')).wouldBlock).toEqual([]);
  });

  test('a score of what was live counts too', async () => {
    const { session } = createRegistry('weighted-bleu');
    await judge(session, 'v3');
    await score(session, 'v2');
    const { baselineMoved } = await view(session, 'v3');
    expect(baselineMoved).toBe('v2, which was live when v3 was judged, was scored since');
  });
});
