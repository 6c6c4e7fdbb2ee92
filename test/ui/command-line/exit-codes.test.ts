import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../../src/core/exit-codes.ts';
import { buildS0Registry, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

const model = 'frontshift-rag';
const confirmed = ['--yes', '--confirm', `${model}@latest`];

type ExitCase = {
  readonly name: string;
  readonly argv: readonly string[];
  /** What is done to the registry first. */
  readonly before?: (root: string) => void | Promise<unknown>;
  readonly exit: keyof typeof exitCodes;
  readonly code?: string;
};

const cases: readonly ExitCase[] = [
  { name: 'a list', argv: ['models'], exit: 'done' },
  { name: 'an unknown model', argv: ['show', 'nobody'], exit: 'error', code: 'model-not-found' },
  { name: 'an unknown version', argv: ['show', model, 'v9'], exit: 'error', code: 'version-not-found' },
  {
    name: 'an alias nothing is under',
    argv: ['resolve', model, '--alias', 'x'],
    exit: 'error',
    code: 'alias-not-found',
  },
  { name: 'nothing to undo', argv: ['undo', model], exit: 'error', code: 'operation-not-found' },
  {
    name: 'a registry that does not exist',
    argv: ['models', '--registry', '/nonexistent-registry'],
    exit: 'error',
    code: 'registry-not-found',
  },
  {
    name: 'archiving what is live',
    argv: ['archive', model, 'v2', '--yes'],
    exit: 'error',
    code: 'plan-blocked',
  },
  { name: 'an unknown verb', argv: ['promot', model], exit: 'usage', code: 'usage' },
  { name: 'an unknown option', argv: ['models', '--nope'], exit: 'usage', code: 'usage' },
  { name: 'a missing word', argv: ['show'], exit: 'usage', code: 'usage' },
  { name: 'a word too many', argv: ['models', 'a'], exit: 'usage', code: 'usage' },
  { name: 'an option without its value', argv: ['history', model, '--at'], exit: 'usage', code: 'usage' },
  {
    name: 'a time that is none',
    argv: ['history', model, '--at', 'noon'],
    exit: 'usage',
    code: 'invalid-time',
  },
  {
    name: 'a checkpoint that is none',
    argv: ['history', model, '--checkpoint', '3'],
    exit: 'usage',
    code: 'usage',
  },
  { name: 'a state that is none', argv: ['state', model, 'v1', 'broken'], exit: 'usage', code: 'usage' },
  { name: 'a count that is none', argv: ['cleanup', model, '--keep', '0'], exit: 'usage', code: 'usage' },
  { name: 'a path as a version', argv: ['show', model, '../v1'], exit: 'usage', code: 'invalid-name' },
  {
    name: 'a path as an alias',
    argv: ['promote', model, '--to', '../x', '--yes'],
    exit: 'usage',
    code: 'invalid-name',
  },
  {
    name: 'a path as a model to register',
    argv: ['register', '../m', '--yes'],
    exit: 'usage',
    code: 'invalid-name',
  },
  {
    name: 'a word as a version to register',
    argv: ['register', model, 'final', '--yes'],
    exit: 'usage',
    code: 'invalid-name',
  },
  {
    name: 'a rollback without a reason',
    argv: ['rollback', model, '--to', 'v1', ...confirmed],
    exit: 'usage',
    code: 'reason-required',
  },
  {
    name: 'a write nobody confirmed',
    argv: ['promote', model, 'v1'],
    exit: 'usage',
    code: 'confirmation-required',
  },
  {
    name: 'results that are not there',
    argv: ['compute_quality_gate', '--results-dir', '/nowhere'],
    exit: 'error',
    code: 'results-not-found',
  },
  {
    name: 'a deployment whose gate failed',
    argv: ['deploy_model', '--quality-gate-status', 'FAIL', '--results-dir', '.'],
    exit: 'gate',
    code: 'gate-not-passed',
  },
  {
    name: 'nothing to judge',
    argv: ['gate'],
    exit: 'usage',
    code: 'usage',
  },
  {
    name: 'a model that no policy is bound to',
    argv: ['gate', model, 'v1', '--yes'],
    exit: 'usage',
    code: 'policy-not-found',
  },
  {
    name: 'a version whose evidence does not suffice',
    argv: ['gate', model, 'v1', '--policy', 'rag', '--yes'],
    exit: 'gate',
  },
  {
    name: 'a version that exists',
    argv: ['register', model, 'v1', '--yes'],
    exit: 'conflict',
    code: 'version-exists',
  },
  {
    name: 'a held version',
    argv: ['promote', model, 'v1', ...confirmed],
    before: root => runLastgood(root, ['hold', model, 'v1', '--reason', 'bad', '--yes']),
    exit: 'held',
    code: 'version-held',
  },
  {
    name: 'a held model',
    argv: ['promote', model, 'v1', ...confirmed],
    before: root => runLastgood(root, ['hold', model, '--reason', 'freeze', '--yes']),
    exit: 'held',
    code: 'model-held',
  },
  {
    name: 'an incomplete version (B0.11)',
    argv: ['promote', model, 'v1', ...confirmed],
    before: root => rmSync(join(root, `${model}_v1`, 'metadata.json')),
    exit: 'integrity',
    code: 'version-incomplete',
  },
  {
    name: 'a damaged version',
    argv: ['rollback', model, '--to', 'v1', '--reason', 'INC-1', ...confirmed],
    before: root => writeFileSync(join(root, `${model}_v1`, 'metadata.json'), '{"model_name": '),
    exit: 'integrity',
    code: 'version-damaged',
  },
  {
    name: 'a damaged history',
    argv: ['history', model, '--verify'],
    before: async root => {
      await runLastgood(root, ['hold', model, 'v1', '--reason', 'bad', '--yes']);
      writeFileSync(join(root, '.lastgood/history', model, '00000001.json'), '{}\n');
    },
    exit: 'integrity',
  },
  {
    name: 'a folder where the pointer belongs',
    argv: ['promote', model, 'v1', ...confirmed],
    before: root => {
      rmSync(join(root, 'latest'));
      mkdirSync(join(root, 'latest'));
    },
    exit: 'integrity',
    code: 'pointer-blocked',
  },
  {
    name: 'a write that is switched off',
    argv: ['promote', model, 'v1', '--read-only', ...confirmed],
    exit: 'unavailable',
    code: 'read-only',
  },
  {
    name: 'a registry of a newer lastgood',
    argv: ['promote', model, 'v1', ...confirmed],
    before: root => {
      mkdirSync(join(root, '.lastgood'));
      writeFileSync(join(root, '.lastgood/registry.json'), '{"format":99}');
    },
    exit: 'unavailable',
    code: 'format-too-new',
  },
];

describe('exit codes', () => {
  test.each(cases)('$name: $exit', async ({ argv, before, exit, code }) => {
    const root = createTemporaryFolder();
    buildS0Registry(root, rolledBackOnce);
    await before?.(root);
    const run = await runLastgood(root, [...argv, '--json']);
    expect(run.code, run.error).toBe(exitCodes[exit].code);
    if (code !== undefined) expect(run.json()).toMatchObject({ schema: 'lastgood/error/1', error: { code } });
  });

  test('a write that got only half-way is partly done: 7', async () => {
    const root = createTemporaryFolder();
    buildS0Registry(root, rolledBackOnce);
    const answers = () => {
      // After the plan is made: the log's folder turns out to be a file.
      rmSync(join(root, 'rollback_logs'), { recursive: true });
      writeFileSync(join(root, 'rollback_logs'), 'not a folder');
      return `${model}@latest`;
    };
    const argv = ['rollback', model, '--to', 'v1', '--reason', 'INC-42', '--json'];
    const run = await runLastgood(root, argv, { answers });
    expect(run.code, run.error).toBe(exitCodes.partial.code);
    expect(run.json()).toMatchObject({ schema: 'lastgood/receipt/1', outcome: 'partial' });
  });
});
