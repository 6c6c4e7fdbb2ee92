import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildS0Registry, listS0Versions, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

const model = 'frontshift-rag';
const confirmed = ['--yes', '--confirm', `${model}@latest`];

function createRegistry(): string {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  return root;
}

describe('models', () => {
  test('keeps models apart whose names begin alike (B0.10)', async () => {
    const root = createTemporaryFolder();
    buildS0Registry(root, { model: 'foo', versions: listS0Versions(2), latest: { form: 'none' } });
    buildS0Registry(root, {
      model: 'foo_v2',
      versions: [{ version: 'v9' }],
      latest: { form: 'symlink', version: 'v9' },
    });
    const run = await runLastgood(root, ['models', '--json']);
    expect(run.json()).toMatchObject({
      models: [
        { model: 'foo', versionCount: 2, aliases: [] },
        { model: 'foo_v2', versionCount: 1, aliases: [{ alias: 'latest', version: 'v9', recorded: false }] },
      ],
    });
  });

  test('reading writes nothing', async () => {
    const root = createRegistry();
    for (const argv of [
      ['models'],
      ['versions', model],
      ['show', model],
      ['history', model],
      ['doctor', '--dry-run'],
    ]) {
      expect((await runLastgood(root, argv)).code).toBe(0);
    }
    expect((await runLastgood(root, ['models', '--json'])).json()).toMatchObject({
      registry: { adoption: 'never-written' },
    });
  });
});

describe('versions', () => {
  test('are in version order, with the older generation of metadata among them', async () => {
    const root = createTemporaryFolder();
    const versions = [
      ...listS0Versions(9).slice(1),
      { version: 'v1', generation: '2025-11' as const },
      { version: 'v10' },
    ];
    buildS0Registry(root, { model, versions, latest: { form: 'text-absolute', version: 'v10' } });
    const run = await runLastgood(root, ['versions', model]);
    const names = run.out
      .split('\n')
      .slice(1, -1)
      .map(line => line.split(' ')[0]);
    expect(names).toEqual(Array.from({ length: 10 }, (_, at) => `v${at + 1}`));
    const shown = await runLastgood(root, ['show', model, '1', '--json']);
    expect(shown.json()).toMatchObject({ metrics: { mean_semantic_sim: 0.51, mean_precision_at_k: 0.83 } });
  });
});

describe('history', () => {
  async function createMoved(): Promise<string> {
    const root = createRegistry();
    for (const version of ['v3', 'v1']) await runLastgood(root, ['promote', model, version, ...confirmed]);
    return root;
  }

  test('--at tells what was live then', async () => {
    const root = await createMoved();
    const entries = (await runLastgood(root, ['history', model, '--json'])).json()['entries'] as readonly {
      readonly at: string;
    }[];
    const times = entries.map(entry => entry.at);
    expect(entries).toHaveLength(3);
    const live = await Promise.all(
      times.map(async time => (await runLastgood(root, ['history', model, '--at', time])).out),
    );
    expect(live.map(text => /latest +(\S+)/.exec(text)?.[1])).toEqual(['v2', 'v3', 'v1']);
    const before = await runLastgood(root, ['history', model, '--at', '2001-01-01']);
    expect(before.out).toContain('Nothing of frontshift-rag was recorded');
  });

  test('--verify prints a checkpoint that --checkpoint takes, and tells when it is not reached any more', async () => {
    const root = await createMoved();
    const verified = await runLastgood(root, ['history', model, '--verify']);
    const checkpoint = /checkpoint (\S+)/.exec(verified.out)?.[1] ?? '';
    expect((await runLastgood(root, ['history', model, '--checkpoint', checkpoint])).code).toBe(0);
    const later = checkpoint.replace(/^3/, '4');
    const run = await runLastgood(root, ['history', model, '--checkpoint', later]);
    expect(run.code).toBe(6);
    expect(run.out).toContain('is truncated');
  });
});

describe('verify', () => {
  test('tells which file differs, exit 6', async () => {
    const root = createRegistry();
    await runLastgood(root, [
      'register',
      model,
      '--summary-path',
      join(root, `${model}_v1`, 'summary.json'),
      '--yes',
    ]);
    writeFileSync(join(root, `${model}_v4`, 'summary.json'), '{}');
    const run = await runLastgood(root, ['verify', model, 'v4']);
    expect(run.code).toBe(6);
    expect(run.out).toMatch(/summary\.json +differs/);
    const promoted = await runLastgood(root, ['promote', model, 'v4', ...confirmed]);
    expect(promoted.code).toBe(6);
    expect(promoted.error).toContain('its digest differs');
    const unverified = await runLastgood(root, ['promote', model, 'v4', '--no-verify', ...confirmed]);
    expect(unverified.code, unverified.error).toBe(0);
  });
});

describe('a signal', () => {
  test('while something long is read ends with its exit code, and is no bug', async () => {
    const root = createTemporaryFolder();
    const weights = join(root, 'tiny.gguf');
    writeFileSync(weights, 'GGUF');
    const versions = [{ version: 'v1', weightsPath: weights, weights: 'GGUF' }];
    buildS0Registry(root, { model, versions, latest: { form: 'none' } });
    const signal = { stop: AbortSignal.abort(), exitCode: () => 143 };
    const run = await runLastgood(root, ['verify', model, 'v1'], { signal });
    expect(run.code).toBe(143);
    expect(run.error).toContain('Stopped on request.');
  });
});

describe('resolve', () => {
  test('prints only the version', async () => {
    expect((await runLastgood(createRegistry(), ['resolve', model])).out).toBe('v2\n');
  });
});

describe('doctor', () => {
  test('asks for a decision about a pointer moved by another program, and takes it', async () => {
    const root = createRegistry();
    await runLastgood(root, ['promote', model, 'v3', ...confirmed]);
    rmSync(join(root, 'latest'));
    symlinkSync(`${model}_v1`, join(root, 'latest'));
    const asked = await runLastgood(root, ['doctor']);
    expect(asked.code).toBe(4);
    expect(asked.out).toContain('needs-decision');
    expect((await runLastgood(root, ['doctor', '--revert', model, '--yes'])).code).toBe(2);
    const reverted = ['doctor', '--revert', model, '--reason', 'INC-5', ...confirmed];
    expect((await runLastgood(root, reverted)).code).toBe(0);
    expect((await runLastgood(root, ['resolve', model])).out).toBe('v3\n');
    expect((await runLastgood(root, ['doctor'])).code).toBe(0);
  });

  test('only looks where writing is off', async () => {
    const run = await runLastgood(createRegistry(), ['doctor', '--read-only']);
    expect(run.code).toBe(0);
    expect(run.error).toContain('Only looking');
  });
});
