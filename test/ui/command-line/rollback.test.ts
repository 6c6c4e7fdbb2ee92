import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildS0Registry, listS0Versions, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

const model = 'frontshift-rag';
const confirmed = ['--yes', '--confirm', `${model}@latest`];

function createRolledBackOnce(): string {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  return root;
}

/** v1 to v`count`, latest on v1. */
function createFresh(count: number): string {
  const root = createTemporaryFolder();
  const latest = { form: 'symlink', version: 'v1' } as const;
  buildS0Registry(root, { model, versions: listS0Versions(count), latest });
  return root;
}

async function rollBack(root: string, ...words: readonly string[]) {
  return await runLastgood(root, [
    'rollback',
    model,
    ...words,
    '--reason',
    'INC-42 hallucinations',
    ...confirmed,
  ]);
}

async function promote(root: string, version: string) {
  const run = await runLastgood(root, ['promote', model, version, ...confirmed]);
  expect(run.code, run.error).toBe(0);
}

async function findLive(root: string): Promise<string> {
  return (await runLastgood(root, ['resolve', model])).out.trim();
}

describe('a rollback', () => {
  test('moves both pointers, writes the log in the six fields of S0 and an intact history', async () => {
    const root = createRolledBackOnce();
    const run = await rollBack(root, '--to', 'v1');
    expect(run.code, run.error).toBe(0);
    expect(readlinkSync(join(root, 'latest'))).toBe(`${model}_v1`);
    expect(readlinkSync(join(root, `${model}_latest`))).toBe(`${model}_v1`);
    const logs = readdirSync(join(root, 'rollback_logs')).filter(
      name => !/^rollback_\d+_\d+\.json$/.test(name),
    );
    const log = JSON.parse(readFileSync(join(root, 'rollback_logs', logs[0] ?? ''), 'utf8'));
    expect(Object.keys(log)).toEqual([
      'timestamp',
      'model_name',
      'previous_version',
      'target_version',
      'reason',
      'actor',
    ]);
    expect(log).toMatchObject({ target_version: 'v1', reason: 'INC-42 hallucinations' });
    expect((await runLastgood(root, ['history', model, '--verify'])).code).toBe(0);
    expect(run.out).toContain('done: Roll back frontshift-rag latest: v2 to v1');
  });

  test.each(['1', 'v1', 'V1', `${model}_v1`])('takes %s for v1 (B0.1)', async typed => {
    const root = createRolledBackOnce();
    expect((await rollBack(root, '--to', typed)).code).toBe(0);
    expect(await findLive(root)).toBe('v1');
  });

  test('holds the version it leaves, and --no-hold does not', async () => {
    const held = createRolledBackOnce();
    await rollBack(held, '--to', 'v1');
    expect((await runLastgood(held, ['promote', model, 'v2', ...confirmed])).code).toBe(5);
    const free = createRolledBackOnce();
    await rollBack(free, '--to', 'v1', '--no-hold');
    expect((await runLastgood(free, ['promote', model, 'v2', ...confirmed])).code).toBe(0);
  });

  test('to the version that is live says unchanged and exits 0, without a confirmation', async () => {
    const root = createRolledBackOnce();
    const run = await runLastgood(root, ['rollback', model, '--to', 'v2', '--reason', 'again']);
    expect(run.code).toBe(0);
    expect(run.out).toContain('unchanged');
    expect(readdirSync(root)).not.toContain('.lastgood');
  });

  test('is undone by undo, which lifts the hold too', async () => {
    const root = createRolledBackOnce();
    await rollBack(root, '--to', 'v1');
    expect((await runLastgood(root, ['undo', model, ...confirmed])).code).toBe(0);
    expect(await findLive(root)).toBe('v2');
    const shown = await runLastgood(root, ['show', model, 'v2', '--json']);
    expect(shown.json()).toMatchObject({ hold: null });
  });

  test('of an alias nobody moved yet has nothing to go back from', async () => {
    const root = createRolledBackOnce();
    const run = await rollBack(root, '--to', 'v1', '--alias', 'candidate');
    expect(run.code).toBe(1);
    expect(run.error).toContain('Nothing is live under candidate');
  });
});

type ChoiceCase = {
  readonly name: string;
  readonly build: () => Promise<string>;
  readonly previous: string | 1;
  readonly lastGood: string | 1;
};

const choiceCases: readonly ChoiceCase[] = [
  {
    name: 'an S0 registry whose log says v3 was rolled back: nothing is proven',
    build: async () => createRolledBackOnce(),
    previous: 'v1',
    lastGood: 1,
  },
  {
    name: 'an S0 registry on its first version',
    build: async () => createFresh(3),
    previous: 1,
    lastGood: 1,
  },
  {
    name: 'one promotion: where it came from was live and is proven',
    build: async () => {
      const root = createFresh(3);
      await promote(root, 'v2');
      return root;
    },
    previous: 'v1',
    lastGood: 'v1',
  },
  {
    name: 'two promotions and a rollback: never back to what was rolled back',
    build: async () => {
      const root = createFresh(3);
      await promote(root, 'v2');
      await promote(root, 'v3');
      expect((await rollBack(root, '--previous')).code).toBe(0);
      expect(await findLive(root)).toBe('v2');
      return root;
    },
    previous: 'v1',
    lastGood: 'v2',
  },
  {
    name: 'a version that skips one: previous is what was live before, not the next lower number',
    build: async () => {
      const root = createFresh(5);
      await promote(root, 'v5');
      return root;
    },
    previous: 'v1',
    lastGood: 'v1',
  },
  {
    name: 'ten versions: v10 is after v9',
    build: async () => {
      const root = createTemporaryFolder();
      const latest = { form: 'text-absolute', version: 'v10' } as const;
      buildS0Registry(root, { model, versions: listS0Versions(11), latest });
      return root;
    },
    previous: 'v9',
    lastGood: 1,
  },
];

describe('--previous and --last-good', () => {
  test.each(choiceCases)('$name', async ({ build, previous, lastGood }) => {
    for (const [flag, expected] of [
      ['--previous', previous],
      ['--last-good', lastGood],
    ] as const) {
      const root = await build();
      const run = await rollBack(root, flag);
      expect(run.code, `${flag}: ${run.error}`).toBe(expected === 1 ? 1 : 0);
      if (expected !== 1) expect(await findLive(root)).toBe(expected);
    }
  });

  test('a retried --last-good changes nothing: it does not dig past the version it has made live', async () => {
    const root = createFresh(3);
    for (const version of ['v2', 'v3']) await promote(root, version);
    expect((await rollBack(root, '--last-good')).code).toBe(0);
    const again = await rollBack(root, '--last-good');
    expect(again.code).toBe(0);
    expect(again.out).toContain('unchanged');
    expect(await findLive(root)).toBe('v2');
  });

  test('a retried undo without an operation is refused: it does not dig into older moves', async () => {
    const root = createFresh(3);
    for (const version of ['v2', 'v3']) await promote(root, version);
    const undo = () =>
      runLastgood(root, ['undo', model, '--reason', 'retry', '--yes', '--confirm', `${model}@latest`]);
    expect((await undo()).code).toBe(0);
    expect((await undo()).code).toBe(1);
    expect(await findLive(root)).toBe('v2');
  });

  test('repeated --previous walks back and never returns to a version that was rolled back', async () => {
    const root = createFresh(4);
    for (const version of ['v2', 'v3', 'v4']) await promote(root, version);
    const walked: string[] = [];
    for (
      let run = await rollBack(root, '--previous');
      run.code === 0;
      run = await rollBack(root, '--previous')
    ) {
      walked.push(await findLive(root));
    }
    expect(walked).toEqual(['v3', 'v2', 'v1']);
  });

  test('nothing proven says to choose --to', async () => {
    const run = await rollBack(createRolledBackOnce(), '--last-good');
    expect(run.error).toContain('choose --to');
  });

  test.each([
    [['--previous', '--to', 'v1']],
    [['--previous', '--last-good']],
    [['--to', 'v1', '--last-good']],
  ])('%j together are a usage error', async words => {
    const run = await rollBack(createRolledBackOnce(), ...words);
    expect(run.code).toBe(2);
    expect(run.error).toContain('named more than once');
  });
});

describe('a rollback without a target', () => {
  test('without a terminal is a usage error that names the three ways', async () => {
    const run = await rollBack(createRolledBackOnce());
    expect(run.code).toBe(2);
    expect(run.error).toContain('--to VERSION, --previous and --last-good');
  });

  test('on a terminal shows the ranked candidates and asks for version, reason and name', async () => {
    const root = createRolledBackOnce();
    const answers = ['1', 'INC-42 hallucinations', `${model}@latest`];
    const run = await runLastgood(root, ['rollback', model], { answers });
    expect(run.code, run.error).toBe(0);
    expect(run.questions).toHaveLength(3);
    expect(run.error).toMatch(/v1 +unproven/);
    expect(run.error).toMatch(/v3 +taken-back/);
    expect(await findLive(root)).toBe('v1');
  });

  test('on a terminal takes the last good version for an empty answer', async () => {
    const root = createFresh(3);
    await promote(root, 'v2');
    const answers = ['', 'INC-42', `${model}@latest`];
    expect((await runLastgood(root, ['rollback', model], { answers })).code).toBe(0);
    expect(await findLive(root)).toBe('v1');
  });

  test('on a terminal an empty answer with nothing proven cancels', async () => {
    const run = await runLastgood(createRolledBackOnce(), ['rollback', model], { answers: [''] });
    expect(run.code).toBe(9);
  });
});
