import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildS0Registry, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { type RunOptions, runLastgood } from './command-line.ts';

const model = 'frontshift-rag';
const text = `${model}@latest`;

function createRegistry(): string {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  return root;
}

type ConfirmationCase = {
  readonly name: string;
  readonly alias: 'latest' | 'candidate';
  readonly words: readonly string[];
  readonly answers?: readonly string[];
  readonly code: number;
  readonly says: string;
};

const cases: readonly ConfirmationCase[] = [
  {
    name: 'a protected alias needs both',
    alias: 'latest',
    words: ['--yes', '--confirm', text],
    code: 0,
    says: '',
  },
  {
    name: 'a protected alias is not moved by --yes alone',
    alias: 'latest',
    words: ['--yes'],
    code: 2,
    says: `Add --confirm ${text}.`,
  },
  { name: 'nor without a word', alias: 'latest', words: [], code: 2, says: `Add --yes --confirm ${text}.` },
  {
    name: 'nor by --confirm alone',
    alias: 'latest',
    words: ['--confirm', text],
    code: 2,
    says: 'Add --yes.',
  },
  {
    name: 'nor by another text',
    alias: 'latest',
    words: ['--yes', '--confirm', 'frontshift-rag@Latest'],
    code: 2,
    says: 'is another text',
  },
  { name: 'another alias needs --yes', alias: 'candidate', words: ['--yes'], code: 0, says: '' },
  { name: 'and says so', alias: 'candidate', words: [], code: 2, says: 'Add --yes.' },
  { name: 'on a terminal the name is typed', alias: 'latest', words: [], answers: [text], code: 0, says: '' },
  {
    name: 'and --yes does not replace it',
    alias: 'latest',
    words: ['--yes'],
    answers: ['y'],
    code: 9,
    says: 'not that',
  },
  {
    name: 'a wrong name cancels',
    alias: 'latest',
    words: [],
    answers: [model],
    code: 9,
    says: 'Nothing was changed',
  },
  { name: 'on a terminal y goes on', alias: 'candidate', words: [], answers: ['y'], code: 0, says: '' },
  {
    name: 'and anything else cancels',
    alias: 'candidate',
    words: [],
    answers: [''],
    code: 9,
    says: 'Not confirmed',
  },
];

describe('confirming a write', () => {
  test.each(cases)('$name', async ({ alias, words, answers, code, says }) => {
    const root = createRegistry();
    const options: RunOptions = answers === undefined ? {} : { answers };
    const run = await runLastgood(root, ['promote', model, 'v1', '--to', alias, ...words], options);
    expect(run.code, run.error).toBe(code);
    expect(run.error).toContain(says);
    expect(readdirSync(root).includes('.lastgood')).toBe(code === 0);
  });

  test('the alias can be protected by configuration', async () => {
    const root = createRegistry();
    const argv = ['promote', model, 'v1', '--to', 'candidate', '--yes'];
    const run = await runLastgood(root, argv, { protectedAliases: ['candidate'] });
    expect(run.code).toBe(2);
    expect(run.error).toContain(`${model}@candidate`);
  });

  test('a dry run prints the plan, asks nothing and changes nothing', async () => {
    const root = createRegistry();
    const run = await runLastgood(root, ['promote', model, 'v1', '--dry-run'], { answers: [] });
    expect(run.code).toBe(0);
    expect(run.questions).toEqual([]);
    expect(run.out).toContain('Promote frontshift-rag latest: v2 to v1');
    expect(run.out).toContain(`To confirm, type: ${text}`);
    expect(readdirSync(root)).not.toContain('.lastgood');
  });

  test('a blocked dry run exits with the code of its first blocker', async () => {
    const root = createRegistry();
    await runLastgood(root, ['hold', model, 'v1', '--reason', 'bad', '--yes']);
    const run = await runLastgood(root, ['promote', model, 'v1', '--dry-run']);
    expect(run.code).toBe(5);
    expect(run.out).toContain('Blocked: frontshift-rag v1 is held by tester@example.org: bad.');
  });

  test('a signal while asking stops before anything is changed', async () => {
    const root = createRegistry();
    const controller = new AbortController();
    const signal = {
      stop: controller.signal,
      exitCode: () => (controller.signal.aborted ? 130 : undefined),
    };
    const answers = () => {
      controller.abort();
      return text;
    };
    const run = await runLastgood(root, ['promote', model, 'v1'], { answers, signal });
    expect(run.code).toBe(130);
    expect(readdirSync(root)).not.toContain('.lastgood');
  });

  /** Answers with the text that confirms, after somebody else has made v3 live. */
  function createRival(root: string): () => Promise<string> {
    return async () => {
      const other = ['promote', model, 'v3', '--yes', '--confirm', text, '--actor', 'other@example.org'];
      expect((await runLastgood(root, other)).code).toBe(0);
      return text;
    };
  }

  test('somebody who moves first while we ask makes a rollback a conflict, and nothing is written', async () => {
    const root = createRegistry();
    const argv = ['rollback', model, '--to', 'v1', '--reason', 'INC-1'];
    const run = await runLastgood(root, argv, { answers: createRival(root) });
    expect(run.code).toBe(4);
    expect(run.out).toContain('refused');
    expect(run.out).toContain('other@example.org');
    expect((await runLastgood(root, ['resolve', model])).out).toBe('v3\n');
  });

  test('a promotion is planned and asked again when somebody moves first', async () => {
    const root = createRegistry();
    const run = await runLastgood(root, ['promote', model, 'v1'], { answers: createRival(root) });
    expect(run.code, run.error).toBe(0);
    expect(run.questions).toHaveLength(2);
    expect(run.error).toContain('other@example.org was first');
    expect(run.error).toContain('Promote frontshift-rag latest: v3 to v1');
    expect((await runLastgood(root, ['resolve', model])).out).toBe('v1\n');
  });
});
