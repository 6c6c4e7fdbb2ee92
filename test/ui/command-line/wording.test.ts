import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildS0Registry, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

const model = 'frontshift-rag';
const confirmed = ['--yes', '--confirm', `${model}@latest`];

function createRegistry(): string {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  return root;
}

async function createAdopted(): Promise<string> {
  const root = createRegistry();
  expect((await runLastgood(root, ['promote', model, 'v1', ...confirmed])).code).toBe(0);
  return root;
}

describe('a hint fits what was found', () => {
  test('where a FIFO stands in place of latest', async () => {
    const root = createRegistry();
    rmSync(join(root, 'latest'), { force: true });
    execFileSync('mkfifo', [join(root, 'latest')]);
    const promoted = await runLastgood(root, ['promote', model, 'v1', ...confirmed]);
    expect(promoted).toMatchObject({
      code: 6,
      error: expect.stringContaining('Move what stands there away'),
    });
    const doctor = await runLastgood(root, ['doctor', '--dry-run']);
    expect(doctor).toMatchObject({ code: 6, out: expect.stringContaining('Move what stands there away') });
  });

  test('where registry.json is torn', async () => {
    const root = await createAdopted();
    truncateSync(join(root, '.lastgood/registry.json'), 10);
    const promoted = await runLastgood(root, ['promote', model, 'v2', ...confirmed]);
    expect(promoted).toMatchObject({ code: 6, error: expect.stringContaining('.lastgood/registry.json') });
    expect(promoted.error).not.toContain('MODEL');
    expect((await runLastgood(root, ['models'])).out).toContain('Read-only: .lastgood/registry.json cannot');
  });
});

test.each([['models'], ['show', model]])(
  '%s says that a registry of a newer lastgood is only read',
  async (...argv) => {
    const root = await createAdopted();
    writeFileSync(join(root, '.lastgood/registry.json'), '{"format": 99}');
    const run = await runLastgood(root, argv);
    expect(run).toMatchObject({ code: 0, out: expect.stringContaining('Read-only: a newer lastgood wrote') });
  },
);

test('a linked metadata.json is said once to be no regular file', async () => {
  const root = createRegistry();
  const path = join(root, `${model}_v1/metadata.json`);
  rmSync(path);
  symlinkSync(`../${model}_v2/metadata.json`, path);
  const { out } = await runLastgood(root, ['versions', model]);
  expect(out).toContain('metadata.json is not a regular file: a link stands there');
});

describe('names', () => {
  test.each(['a b', 'a$b', 'a;b', 'a`b', 'a(b)', "a'b", 'rаg', 'modèle', '_a'])(
    '%j is no name for a new model',
    async name => {
      const run = await runLastgood(createRegistry(), ['register', name, '--yes']);
      expect(run).toMatchObject({ code: 2, error: expect.stringContaining(`The model name "${name}"`) });
    },
  );

  test.each(['rag', 'Rag-2.1_b', '7b'])('%j is one', async name => {
    expect((await runLastgood(createRegistry(), ['register', name, '--yes'])).code).toBe(0);
  });

  test.each(['..', '', 'x'.repeat(300)])('reading verbs refuse %j', async name => {
    for (const verb of ['show', 'versions', 'history', 'resolve']) {
      const run = await runLastgood(createRegistry(), [verb, name, '--json']);
      expect(run.code).toBe(2);
      expect(run.json()).toMatchObject({ error: { code: 'invalid-name' } });
      expect(run.error).toMatch(/The model name ".{0,80}" /);
    }
  });
});

describe('undo takes the beginning of an operation id', () => {
  test('of six characters and more', async () => {
    const root = await createAdopted();
    const { entries } = (await runLastgood(root, ['history', model, '--json'])).json() as unknown as {
      readonly entries: readonly { readonly operationId: string }[];
    };
    const operationId = entries.at(-1)?.operationId ?? '';
    expect((await runLastgood(root, ['history', model])).out).toMatch(
      new RegExp(` ${operationId.slice(0, 8)}$`, 'm'),
    );
    const undo = (length: number) =>
      runLastgood(root, ['undo', model, operationId.slice(0, length), '--dry-run']);
    expect((await undo(5)).error).toContain('has no operation');
    expect((await undo(6)).code).toBe(0);
    expect((await undo(8)).code).toBe(0);
  });
});

describe('what is live and should not be', () => {
  test('held: resolve gives it and says so', async () => {
    const root = await createAdopted();
    await runLastgood(root, ['hold', model, 'v1', '--reason', 'INC-1', '--yes']);
    const run = await runLastgood(root, ['resolve', model]);
    expect(run).toMatchObject({ code: 0, out: 'v1\n', error: expect.stringContaining('is live and held') });
    expect((await runLastgood(root, ['resolve', model, '--json'])).json()).toMatchObject({ held: true });
  });

  test('damaged: promoting it is refused, not unchanged', async () => {
    const root = await createAdopted();
    truncateSync(join(root, `${model}_v1/metadata.json`), 10);
    const run = await runLastgood(root, ['promote', model, 'v1', ...confirmed]);
    expect(run).toMatchObject({ code: 6, error: expect.stringContaining('v1 is damaged') });
  });
});

test('verify warns where nothing could be verified, and fails then when it is strict', async () => {
  const root = createRegistry();
  const run = await runLastgood(root, ['verify', model, 'v1']);
  expect(run).toMatchObject({ code: 0, error: expect.stringMatching(/Warning: .*verified/) });
  expect((await runLastgood(root, ['verify', model, 'v1', '--strict'])).code).toBe(6);
});

test('a metric that the two files tell differently is explained', async () => {
  const root = createRegistry();
  writeFileSync(join(root, `${model}_v1/summary.json`), '{"groundedness": 1.25}');
  const { oddities } = (await runLastgood(root, ['show', model, 'v1', '--json'])).json();
  expect(oddities).toContainEqual(
    expect.stringMatching(
      /^summary\.json says groundedness 1\.25; metadata\.json says [\d.]+, which counts$/,
    ),
  );
});

test('history --verify tells of an operation that a rollback log names and the history lacks', async () => {
  const root = await createAdopted();
  const rollback = ['rollback', model, '--to', 'v2', '--reason', 'INC-1', ...confirmed];
  expect((await runLastgood(root, rollback)).code).toBe(0);
  const history = join(root, '.lastgood/history', model);
  rmSync(join(history, readdirSync(history).sort().at(-1) ?? ''), { recursive: true });
  const run = await runLastgood(root, ['history', model, '--verify']);
  expect(run).toMatchObject({
    code: 6,
    out: expect.stringContaining('and later are gone: rollback_logs names'),
  });
  expect((await runLastgood(root, ['models'])).out).toContain('history is truncated');
});
