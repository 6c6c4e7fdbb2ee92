import { describe, expect, test } from 'vitest';
import {
  createE2eFolder,
  type E2eFolder,
  openConsole,
  openInFolder,
  runCommand,
  selectedRowOf,
} from '../support/e2e-console.ts';
import { findColours } from '../support/e2e-output.ts';
import { isWholeProof } from '../support/proof-size.ts';
import { buildS0Registry, rolledBackOnce } from '../support/s0-registry.ts';
import { builtProgram } from '../support/terminal.ts';

function createFixture(): E2eFolder {
  const folder = createE2eFolder();
  buildS0Registry(folder.registry, rolledBackOnce);
  return folder;
}

test('NO_COLOR drops every colour and keeps bold, the cursor of a field and the marker', async () => {
  const console = openConsole(createFixture(), { env: { NO_COLOR: '1' } });
  const lines = await console.waitFor('> frontshift-rag');
  expect(selectedRowOf(lines)).toMatch(/^> frontshift-rag/);
  await console.press('R');
  await console.waitFor(/> v1 .*never live/);
  await console.press('k', 'enter');
  await console.waitFor('Reason:');
  expect(findColours(console.output())).toEqual([]);
  const styles = console.cells().flat().join('\n');
  expect(styles).toContain('bold');
  expect(styles).toContain('inverse');
});

test('with colours there are some, so that their absence means something', async () => {
  const console = openConsole(createFixture());
  await console.waitFor('> frontshift-rag');
  expect(findColours(console.output())).not.toEqual([]);
});

describe.each([
  ['LANG=C', [], { LANG: 'C', LC_ALL: 'C' }],
  ['--ascii', ['--ascii'], {}],
] as const)('%s', (_name, argv, env) => {
  test('only ASCII is sent, on every screen of a rollback', async () => {
    const console = openConsole(createFixture(), { argv, env });
    await console.waitFor('> frontshift-rag');
    await console.press('enter');
    await console.waitFor(/^> +v3 /m);
    await console.press('escape', 'h');
    await console.waitFor('found');
    await console.press('escape', 'R');
    await console.waitFor(/> v1 .*never live/);
    await console.press('k', 'enter');
    await console.waitFor('Reason:');
    console.type('INC-42 hallucinations');
    await console.press('enter');
    await console.waitFor('To confirm');
    console.type('frontshift-rag@latest');
    await console.waitFor(/^enter Apply/m);
    await console.press('enter');
    await console.waitFor('Done: Roll back');
    expect(console.output()).toMatch(/^[\u0000-\u007F]*$/);
  });
});

describe('the overview is printed, in lines and without sequences, with exit code 0', () => {
  test.each([
    ['TERM=dumb', [], { TERM: 'dumb' }],
    ['--plain', ['--plain'], {}],
  ] as const)('with %s', async (_name, argv, env) => {
    const console = openConsole(createFixture(), { argv, env });
    expect(await console.exit).toEqual({ code: 0, signal: undefined });
    await console.waitFor(/frontshift-rag .*v2/);
    expect(console.output()).not.toContain('\u001B');
  });

  test('where input is no terminal', async () => {
    const folder = createFixture();
    const command = builtProgram('--registry', folder.registry)
      .map(word => `'${word}'`)
      .join(' ');
    const shell = openInFolder(folder, ['sh', '-c', `${command} </dev/null`]);
    expect(await shell.exit).toEqual({ code: 0, signal: undefined });
    await shell.waitFor(/frontshift-rag .*v2/);
    expect(shell.output()).not.toContain('\u001B');
  });

  test('where output is no terminal', () => {
    const { code, out, err } = runCommand(createFixture());
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/frontshift-rag .*v2/);
  });
});

/** `npm test` starts it fewer times. */
const starts = isWholeProof ? 12 : 4;

test(`keys typed before the first frame are all handled, and the screen is intact, in every of ${starts} starts`, async () => {
  const folder = createFixture();
  const calm = openConsole(folder);
  await calm.waitFor('> frontshift-rag');
  await calm.press(...':history frontshift-rag', 'enter');
  await calm.waitFor('The history of frontshift-rag is empty.');
  await calm.waitFor('q Quit');
  const expected = calm.cells();
  await calm.close();

  for (let start = 1; start <= starts; start += 1) {
    const hasty = openConsole(folder);
    await hasty.press(...':history frontshift-rag', 'enter');
    await hasty.waitFor('The history of frontshift-rag is empty.');
    await hasty.waitFor('q Quit');
    expect(hasty.cells()).toEqual(expected);
    await hasty.press('q');
    expect(await hasty.exit).toEqual({ code: 0, signal: undefined });
  }
});
