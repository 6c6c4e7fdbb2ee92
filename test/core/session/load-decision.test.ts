import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/core/gate/policy.ts';
import type { PolicyShelf } from '../../../src/core/ports/evidence.ts';
import { loadDecision } from '../../../src/core/session/load-decision.ts';
import { openRegistry, promote, writeS0Registry, writeS0Version } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
const query = { model: 'rag', version: '2', alias: 'latest' };

const policy: Policy = {
  name: 'scored',
  description: '',
  maxAgeMs: 1000,
  metrics: {},
  evidence: [],
  rules: [
    {
      ...{ rule: 'weightedScore', id: 'score', effect: 'blocks', of: { source: 'main', set: 'main' } },
      ...{ weights: { groundedness: 1 }, minImprovement: 0.005 },
    },
  ],
  statusFiles: 'none',
};

const shelf: PolicyShelf = {
  findBound: async () => ({ policy, sha256: 'a'.repeat(64), origin: 'test' }),
  getPolicy: async () => ({ policy, sha256: 'a'.repeat(64), origin: 'test' }),
};

beforeEach(() => {
  folder = createTemporaryFolder();
  writeS0Registry(folder, 'rag', 2, 1);
});

describe('a decision made now', () => {
  it('compares by the weights of the policy that is bound', async () => {
    const session = openRegistry(folder, { policies: shelf });
    const view = await loadDecision(session, query);
    expect(view).toMatchObject({ version: 'v2', alias: 'latest', missing: [] });
    expect(view.basis).toEqual({ by: 'policy', policy: 'scored' });
    expect(view.decision).toMatchObject({ outcome: 'deploy', best: { version: 'v1', score: 4.01 } });
  });

  it('takes the usual weights without one, and names the metrics that are not there', async () => {
    const view = await loadDecision(openRegistry(folder), query);
    expect(view.basis).toEqual({ by: 'usual-weights' });
    expect(view.missing).toEqual(['bleu1', 'bleu2', 'bleu3', 'bleu4', 'rougeL_precision']);
    expect(view.decision.outcome).toBe('unknown');
  });

  it('never takes a live version that cannot be read for a first model', async () => {
    const session = openRegistry(folder, { policies: shelf });
    await promote(openRegistry(folder), 'rag', 'v1');
    writeFileSync(join(folder, 'rag_v1', 'metadata.json'), '{"torn');
    const { decision } = await loadDecision(session, query);
    expect(decision).toMatchObject({ outcome: 'unknown', verdict: 'ERROR' });
  });

  it('decides nothing about a version that is damaged itself', async () => {
    writeFileSync(join(folder, 'rag_v2', 'metadata.json'), '{"torn');
    const { decision } = await loadDecision(openRegistry(folder, { policies: shelf }), query);
    expect(decision).toMatchObject({ outcome: 'unknown', verdict: 'ERROR' });
    expect(decision.reason).toContain('groundedness cannot be read: the version is damaged');
  });

  it('does not compare a version with itself', async () => {
    const { decision } = await loadDecision(openRegistry(folder, { policies: shelf }), {
      ...query,
      version: 'v1',
    });
    expect(decision).toMatchObject({ outcome: 'deploy', history: [] });
  });

  it('knows nothing of a version that is not there', async () => {
    writeS0Version(folder, 'rag', 3);
    await expect(loadDecision(openRegistry(folder), { ...query, version: 'v9' })).rejects.toMatchObject({
      code: 'version-not-found',
    });
  });
});
