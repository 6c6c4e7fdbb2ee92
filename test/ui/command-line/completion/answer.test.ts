import { describe, expect, it } from 'vitest';
import { verbTable } from '../../../../src/ui/command-line/verb-table.ts';
import { createGatedRegistry, gatedModel } from '../../../support/gated-registry.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';
import { type RunOptions, runLastgood } from '../command-line.ts';

/** What may come next, without what it is for; then what the shell lists itself. */
async function complete(
  words: readonly string[],
  root = createGatedRegistry().root,
  options: RunOptions = {},
) {
  const run = await runLastgood(root, ['completion', '--answer', '--', ...words], options);
  expect({ code: run.code, error: run.error }).toEqual({ code: 0, error: '' });
  const lines = run.out.trimEnd().split('\n');
  return { values: lines.slice(0, -1).map(line => line.split('\t')[0] ?? ''), others: lines.at(-1) };
}

describe('what may come next on a command line', () => {
  it('of nothing: every verb, and what commands stand below', async () => {
    const first = new Set(
      verbTable.flatMap(({ name, alias = name }) => [name, alias]).map(name => name.split(' ')[0]),
    );
    expect(new Set((await complete([''])).values)).toEqual(first);
  });

  it.each([
    [['rollb'], ['rollback', 'rollback_model']],
    [
      ['afs', 'li'],
      ['list', 'lineage'],
    ],
    [['afs', 'registry', 'tr'], ['tree']],
    [['help', 'exit'], ['exit-codes']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [
      ['state', gatedModel, 'v1', 'dep'],
      ['deployed', 'deprecated'],
    ],
    [
      ['models', '--transport', ''],
      ['sdk', 'gsutil'],
    ],
    [['models', '--theme=m'], ['--theme=mono']],
    [['models', '--theme', '=', 'm'], ['mono']],
    [['rollback', ''], [gatedModel]],
    [['--offline', 'rollback', 'front'], [gatedModel]],
    [
      ['rollback', gatedModel, '--to', ''],
      ['v3', 'v2', 'v1'],
    ],
    [['rollback', gatedModel, '--to=v1'], ['--to=v1']],
    [['rollback', '--to', 'v1', ''], [gatedModel]],
    [['rollback', gatedModel, '--alias', ''], ['latest']],
    [['rollback_model', '--model-name', ''], [gatedModel]],
    [
      ['rollback_model', '--model-name=frontshift-rag', '--target-version', ''],
      ['v3', 'v2', 'v1'],
    ],
    [['diff', gatedModel, 'v1', 'v3'], ['v3']],
    [['show', '--', gatedModel, 'v2'], ['v2']],
    [
      ['outbox', ''],
      ['list', 'send', 'drop'],
    ],
    [
      ['sync', 'pu'],
      ['pull', 'push'],
    ],
    [['rollback', gatedModel, '--reason', ''], []],
    [['rollback', gatedModel, 'too', 'many'], []],
    [['nonsense', ''], []],
    [['rollback', 'no-such-model', '--to', ''], []],
  ])('of %j', async (words, values) => {
    expect(await complete(words)).toEqual({ values, others: ':nothing-else' });
  });

  it('options that were given are not offered again, unless they may be', async () => {
    const { values } = await complete(['register', '--dry-run', '--tag', 'x', '--']);
    expect(values).toContain('--tag');
    expect(values).toContain('--json');
    expect(values).not.toContain('--dry-run');
  });

  it.each([
    [['gate', '--results', ''], ':folders'],
    [['models', '--config', 'last'], ':files'],
    [['--registry', 'models_'], ':files'],
    [['gate', '--policy', 'we'], ':files'],
  ])('of %j the shell lists what it knows better', async (words, others) => {
    expect((await complete(words)).others).toBe(others);
  });

  it('asks no server and no bucket, and only to look', async () => {
    const asked: unknown[] = [];
    const { root } = createGatedRegistry();
    const openRegistry = (): never => {
      asked.push('opened');
      throw new Error('no network');
    };
    expect(await complete(['rollback', ''], root, { openRegistry })).toEqual({
      values: [],
      others: ':nothing-else',
    });
    expect(asked).toEqual(['opened']);
  });

  it('of a registry that is not there is nothing, without a complaint', async () => {
    expect((await complete(['rollback', ''], `${createTemporaryFolder()}/none`)).values).toEqual([]);
  });
});

describe('the script of a shell', () => {
  it.each(['bash', 'zsh', 'fish'])('of %s asks the program', async shell => {
    const { out, code } = await runLastgood('/nonexistent', ['completion', shell]);
    expect(code).toBe(0);
    expect(out).toContain('lastgood completion --answer --');
  });

  it('of another is refused by name', async () => {
    const { code, error } = await runLastgood('/nonexistent', ['completion', 'tcsh']);
    expect(code).toBe(2);
    expect(error).toContain('bash, zsh, fish');
  });
});
