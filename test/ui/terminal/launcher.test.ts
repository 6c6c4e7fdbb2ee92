import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  builtProgram,
  openTerminal,
  type TerminalOptions,
  type TerminalProgram,
} from '../../support/terminal.ts';

/** The launcher beside an application of the test's own. */
let folder = '';
const open: TerminalProgram[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lastgood-launcher-'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  copyFileSync(builtProgram()[1] ?? '', join(folder, 'dist/lastgood.js'));
});

afterEach(async () => {
  await Promise.all(open.splice(0).map(program => program.close()));
  rmSync(folder, { recursive: true });
});

function launch(main: string, argv: readonly string[], options: TerminalOptions = {}): TerminalProgram {
  writeFileSync(join(folder, 'dist/main.js'), main);
  const program = openTerminal([process.execPath, join(folder, 'dist/lastgood.js'), ...argv], options);
  open.push(program);
  return program;
}

const telling = `
  export async function main(argv, skeleton) {
    skeleton?.remove();
    console.log(JSON.stringify({ argv, painted: skeleton !== undefined }));
    process.exitCode = 4;
  }`;

/** An application that takes long to start. */
const loading = 'export const main = () => new Promise(resolve => setTimeout(resolve, 60_000));';

describe('the console', () => {
  test('shows a skeleton before the application is loaded', async () => {
    const program = launch(loading, []);
    const lines = await program.waitFor(screen => screen[23] !== '');
    expect(lines[0]).toBe('lastgood');
    expect(lines[2]).toBe('opening …');
    expect(lines[23]).toBe('ctrl-c quit');
  });

  test('shows it in ASCII, in the size of the terminal', async () => {
    const program = launch(loading, ['--ascii'], { columns: 9, rows: 15 });
    const lines = await program.waitFor(screen => screen[14] !== '');
    expect([lines[0], lines[2], lines[14]]).toEqual(['lastgood', 'opening .', 'ctrl-c qu']);
  });

  test('gives keys that were typed early to the application and shows none of them', async () => {
    const program = launch(
      `export async function main(argv, skeleton) {
        await new Promise(resolve => setTimeout(resolve, 100));
        skeleton.handOver();
        process.stdin.on('data', data => process.stdout.write('got ' + JSON.stringify(String(data))));
      }`,
      [],
    );
    await program.waitFor('ctrl-c quit');
    program.type('jk');
    const lines = await program.waitFor('got "jk"');
    expect(lines.join('').replace('got "jk"', '')).not.toMatch(/[jk]/);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('ended by %s while loading gives the terminal back', async (signal, code) => {
    const program = launch(loading, []);
    await program.waitFor('ctrl-c quit');
    program.sendSignal(signal);
    expect(await program.exit).toEqual({ code, signal: undefined });
    expect(program.output().endsWith('\u001B[?1049l')).toBe(true);
  });

  test('that cannot be loaded prints why on the screen of the user', async () => {
    const program = launch('throw new Error("broken bundle")', []);
    expect((await program.exit).code).toBe(1);
    expect(program.output()).toMatch(/\u001B\[\?1049l[\s\S]*broken bundle/);
  });

  test('can still end without a screen', async () => {
    const program = launch(telling, ['--registry', 'prod']);
    expect(await program.exit).toEqual({ code: 4, signal: undefined });
    await program.waitFor('{"argv":["--registry","prod"],"painted":true}');
  });
});

describe('no skeleton is painted', () => {
  test.each([
    ['for a verb', ['models'], {}],
    ['for --help', ['--help'], {}],
    ['on a dumb terminal', [], { TERM: 'dumb' }],
  ] as const)('%s', async (_when, argv, env) => {
    const program = launch(telling, argv, { env });
    await program.waitFor(`{"argv":${JSON.stringify(argv)},"painted":false}`);
    await program.exit;
    expect(program.output()).not.toContain('\u001B');
  });

  test('without a terminal', () => {
    writeFileSync(join(folder, 'dist/main.js'), telling.replace('process.exitCode = 4', ''));
    const printed = execFileSync(process.execPath, [join(folder, 'dist/lastgood.js')], { encoding: 'utf8' });
    expect(printed).toBe('{"argv":[],"painted":false}\n');
  });
});

/**
 * The launcher as it behaves on a Node that says it is version 20, with and without a newer one in the
 * project.
 */
describe('on a Node that is too old', () => {
  const pretend = [
    'Object.defineProperty(process.versions, "node", { value: "20.20.2" });',
    'Object.defineProperty(process, "execPath", { value: "/old/node" });',
  ].join('');
  const oldNode = ['--import', `data:text/javascript,${pretend}`];

  function launchOnOldNode(main: string, argv: readonly string[]): TerminalProgram {
    writeFileSync(join(folder, 'dist/main.js'), main);
    const program = openTerminal([process.execPath, ...oldNode, join(folder, 'dist/lastgood.js'), ...argv]);
    open.push(program);
    return program;
  }

  function addOwnNode(): void {
    mkdirSync(join(folder, 'node_modules/node/bin'), { recursive: true });
    symlinkSync(process.execPath, join(folder, 'node_modules/node/bin/node'));
  }

  test('one line says what is needed', async () => {
    const program = launchOnOldNode(telling, ['models']);
    expect((await program.exit).code).toBe(1);
    expect(program.output()).toMatch(/^lastgood needs Node\.js 22 or newer; this is v[\d.]+ \(.*\)\.\r\n$/);
  });

  test("the project's own Node runs it, with its arguments and exit code", async () => {
    addOwnNode();
    const program = launchOnOldNode(telling, ['models', '--json']);
    expect(await program.exit).toEqual({ code: 4, signal: undefined });
    await program.waitFor('{"argv":["models","--json"],"painted":false}');
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s reaches it, and its exit code comes back', async (signal, code) => {
    addOwnNode();
    const program = launchOnOldNode(loading, []);
    await program.waitFor('ctrl-c quit');
    program.sendSignal(signal);
    expect(await program.exit).toEqual({ code, signal: undefined });
    expect(program.output().endsWith('\u001B[?1049l')).toBe(true);
  });

  test('an end by a signal comes back as one', async () => {
    addOwnNode();
    const program = launchOnOldNode("export const main = () => process.kill(process.pid, 'SIGKILL')", [
      'models',
    ]);
    expect(await program.exit).toMatchObject({ signal: 'SIGKILL' });
  });
});
