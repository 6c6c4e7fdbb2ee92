import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildS0Registry, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

const model = 'frontshift-rag';

function createRegistry(): string {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  return root;
}

async function findCommand(root: string, argv: readonly string[]): Promise<unknown> {
  const run = await runLastgood(root, [...argv, '--dry-run', '--json']);
  return run.json()['command'];
}

describe('the command that does the same', () => {
  test('of a registration has everything it was given, with its files in full', async () => {
    const root = createRegistry();
    const place = createTemporaryFolder();
    mkdirSync(join(place, 'results'));
    for (const name of ['w.gguf', 'results/summary.json', 'results/bias_report.json', 'more.json', 'p.json'])
      writeFileSync(join(place, name), '{}');
    const given = [
      ...['register', model, 'v9', '--model-path', `${place}/w.gguf`],
      ...['--results', `${place}/results`, '--evidence', `${place}/more.json`],
      ...['--pipeline-config', `${place}/p.json`, '--parent', 'v1', '--notes', 'a b', '--tag', 'x'],
      ...['--to', 'latest', '--override-gate', '--reason', 'INC-1'],
    ];
    const command = await findCommand(root, given);
    expect(command).toBe(
      [
        `lastgood register ${model} v9 --model-path ${place}/w.gguf`,
        `--results ${place}/results --evidence ${place}/more.json --pipeline-config ${place}/p.json --parent v1 --notes 'a b' --tag x`,
        '--to latest --override-gate --reason INC-1',
      ].join(' '),
    );
  });

  test.each([
    ['promote', model, 'v1'],
    ['rollback', model, '--to', 'v1', '--reason', 'INC-1'],
  ])('of a %s without verification says so', async (...argv) => {
    const root = createRegistry();
    expect(await findCommand(root, [...argv, '--no-verify'])).toMatch(/ --no-verify$/);
    expect(await findCommand(root, argv)).not.toContain('--no-verify');
  });

  test('names the registry where the command line did, and so does the one that takes it back', async () => {
    const root = createRegistry();
    const argv = ['promote', model, 'v1', '--registry', root, '--yes', '--confirm', `${model}@latest`];
    const run = await runLastgood('/nonexistent', argv);
    expect(run.error).toContain(`The same: lastgood promote ${model} v1 --registry ${root}`);
    expect(run.out).toMatch(new RegExp(`To take it back: lastgood undo ${model} [\\w-]+ --registry ${root}`));
  });
});

test('the plan of a registration says what is promoted after it, and how that is confirmed', async () => {
  const run = await runLastgood(createRegistry(), ['register', model, '--to', 'latest', '--dry-run']);
  expect(run.out).toContain('then promote it to latest');
  expect(run.out).toMatch(/Then it is promoted to latest, which is v\d now: what is live changes\./);
  expect(run.out).toContain(`To confirm, type: ${model}@latest`);
});

describe('describe', () => {
  async function findDescription(root: string): Promise<unknown> {
    const { tags, notes } = (await runLastgood(root, ['show', model, 'v4', '--json'])).json();
    return { tags, notes };
  }

  test('replaces the tags of the registration, and keeps what it does not name', async () => {
    const root = createRegistry();
    const registered = ['register', model, 'v4', '--tag', 'a', '--tag', 'b', '--notes', 'first', '--yes'];
    expect((await runLastgood(root, registered)).code).toBe(0);
    await runLastgood(root, ['describe', model, 'v4', '--tag', 'c', '--yes']);
    expect(await findDescription(root)).toEqual({ tags: ['c'], notes: 'first' });
    await runLastgood(root, ['describe', model, 'v4', '--notes', 'second', '--yes']);
    expect(await findDescription(root)).toEqual({ tags: ['c'], notes: 'second' });
  });
});
