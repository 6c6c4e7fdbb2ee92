import { describe, expect, test } from 'vitest';
import type { ConsoleOptions } from '../../../src/ui/command-line/host.ts';
import { verbTable } from '../../../src/ui/command-line/verb-table.ts';
import { buildS0Registry, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

function createRegistry(): string {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  return root;
}

describe('lastgood without a verb', () => {
  test('opens the console with its options where there is a terminal', async () => {
    const opened: ConsoleOptions[] = [];
    const openConsole = async (options: ConsoleOptions) => {
      opened.push(options);
      return 130;
    };
    const argv = [
      ...['--theme', 'light', '--ascii', '--no-color', '--read-only', '--config', 'c.yaml'],
      ...['--offline', '--cache', './copy', '--transport', 'gsutil'],
    ];
    const run = await runLastgood('/r', argv, { hasTerminal: true, openConsole });
    expect(run.code).toBe(130);
    expect(opened).toEqual([
      {
        registry: undefined,
        cache: './copy',
        transport: 'gsutil',
        offline: true,
        actor: undefined,
        readOnly: true,
        configuration: 'c.yaml',
        theme: 'light',
        ascii: true,
        colours: 'dropped',
      },
    ]);
  });

  test('prints the overview and exits 0 where there is none', async () => {
    const run = await runLastgood(createRegistry(), []);
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/frontshift-rag +latest v2/);
  });

  test('prints the overview with --plain, even where there is a terminal', async () => {
    const run = await runLastgood(createRegistry(), ['--plain'], { hasTerminal: true });
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/frontshift-rag +latest v2/);
  });

  test('a word that is no verb is named, with the nearest one', async () => {
    const run = await runLastgood(createRegistry(), ['rolback']);
    expect(run.code).toBe(2);
    expect(run.error).toContain('There is no verb "rolback".');
    expect(run.error).toContain('Did you mean lastgood rollback?');
  });
});

describe('what is no use of a verb', () => {
  test.each([
    [['afs'], 'afs needs one of its commands: '],
    [['afs', 'lisst'], 'There is no verb "afs lisst".'],
    [['models', 'no-such', 'words'], 'Too many arguments for'],
    [['models', '--jsn'], 'Did you mean --json?'],
    [['promote'], "Missing required argument 'MODEL'."],
    [['modles', 'versions'], 'Too many arguments. Expected 1 argument but got 2.'],
    [['--registri', 'x', 'models'], 'Did you mean --registry?'],
  ])('is told what is wrong: %s', async (argv, words) => {
    const run = await runLastgood(createRegistry(), argv);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.error).toContain(words);
  });

  test('a verb that is the value of an option, or stands after --, is not taken for one', async () => {
    const root = createRegistry();
    const valued = await runLastgood('/not-used', ['--actor', 'promote', 'models', '--registry', root]);
    expect(valued).toMatchObject({ code: 0, out: expect.stringContaining('frontshift-rag') });
    const helped = await runLastgood(root, ['models', 'help', '--json']);
    expect(helped.code).toBe(2);
  });

  test('help is the same however it is asked for', async () => {
    const asked = await Promise.all(
      [
        ['help', 'models'],
        ['models', '--help'],
        ['models', '-h'],
      ].map(argv => runLastgood('/r', argv)),
    );
    const [first] = asked;
    for (const run of asked) expect(run).toMatchObject({ code: 0, out: first?.out });
    expect((await runLastgood('/r', ['-h'])).out).toBe((await runLastgood('/r', ['--help'])).out);
  });
});

describe('help', () => {
  test.each([['--help'], ['decide', '--help'], ['state', '--help']])(
    'fits a terminal of 80 columns: %s',
    async (...argv) => {
      const { out } = await runLastgood('/r', argv, { output: { columns: 80, charset: 'ascii' } });
      expect(out.split('\n').filter(line => line.length > 80)).toEqual([]);
    },
  );

  test('names every verb, on stdout, exit 0', async () => {
    const run = await runLastgood('/r', ['--help']);
    expect(run.code).toBe(0);
    for (const { name } of verbTable) expect(run.out).toContain(`  ${name.split(' ')[0]}`);
  });

  test.each(verbTable.map(verb => [verb.name, verb] as const))(
    'of %s names every option',
    async (name, verb) => {
      const run = await runLastgood('/r', [...name.split(' '), '--help']);
      expect(run.code).toBe(0);
      for (const option of Object.keys(verb.options)) expect(run.out).toContain(`--${option}`);
    },
  );

  test('the version is printed on stdout', async () => {
    const run = await runLastgood('/r', ['--version']);
    expect(run).toMatchObject({ code: 0, out: 'lastgood test\n' });
  });
});

describe('global options', () => {
  test('are taken before and after the verb', async () => {
    const root = createRegistry();
    for (const argv of [
      ['--registry', root, '--json', 'models'],
      ['models', '--json', '--registry', root],
    ]) {
      const run = await runLastgood('/not-used', argv);
      expect(run.json()).toMatchObject({ schema: 'lastgood/models/1' });
    }
  });

  test('the actor is recorded', async () => {
    const root = createRegistry();
    await runLastgood(root, [
      'hold',
      'frontshift-rag',
      '--reason',
      'freeze',
      '--yes',
      '--actor',
      'ada@example.org',
    ]);
    expect((await runLastgood(root, ['show', 'frontshift-rag'])).out).toContain(
      'held      by ada@example.org',
    );
  });

  test('list is another name of models', async () => {
    const root = createRegistry();
    expect((await runLastgood(root, ['list'])).out).toBe((await runLastgood(root, ['models'])).out);
  });
});
