import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createE2eFolder, type E2eFolder, openConsole, runCommand } from '../support/e2e-console.ts';
import { findForbiddenOutput } from '../support/e2e-output.ts';
import { buildS0Registry, listS0Versions } from '../support/s0-registry.ts';
import type { TerminalProgram } from '../support/terminal.ts';

/** Sets the clipboard, colours, moves, reorders, hides, breaks the line, and does the same in C1. */
const evil =
  '\u001B]52;c;ZXZpbA==\u0007\u001B[31mred\u001B[2J\nnext\r\u202Eexe.txt\u200B\u009B5m\u0090q\u009C\u0008';

/** A registry whose every text from outside holds {@link evil}. */
function createHostileRegistry(): E2eFolder {
  const folder = createE2eFolder();
  const { registry } = folder;
  buildS0Registry(registry, {
    model: 'rag',
    versions: listS0Versions(3).map(version => ({
      ...version,
      timestamp: `2026-11-20T16:15:05${evil}`,
      summary: { groundedness: 3.9, [`metric${evil}`]: Number(version.version.slice(1)) },
      configuration: {
        retriever: { name: `vector${evil}${version.version}` },
        [`key${evil}`]: version.version,
      },
      weightsPath: `/models/${evil}.gguf`,
      previousVersion: `v1${evil}`,
    })),
    latest: { form: 'symlink', version: 'v3' },
    rollbackLogs: [
      { previousVersion: '2', targetVersion: 'v1', reason: `bad${evil}`, actor: `mallory${evil}` },
      { previousVersion: `2${evil}`, targetVersion: `v1${evil}`, timestamp: `then${evil}` },
    ],
  });
  for (const name of [`stranger${evil}`, `rag${evil}_v9`, `${evil}_v1`, 'rag_v\u202E7']) {
    mkdirSync(join(registry, name.replaceAll('/', '')), { recursive: true });
  }
  writeFileSync(join(registry, `file${evil}`), evil);
  writeFileSync(join(registry, `rag_v2`, `notes${evil}.txt`), evil);
  mkdirSync(join(registry, 'rag_v4'));
  writeFileSync(join(registry, 'rag_v4', 'metadata.json'), `{"version": "${evil}`);
  runCommand(folder, 'describe', 'rag', 'v2', '--note', `note${evil}`, '--reason', `why${evil}`);
  runCommand(folder, 'hold', 'rag', 'v1', '--reason', `held${evil}`, '--yes');
  return folder;
}

/** Opens a screen by the palette, waits for its breadcrumb and body, scrolls through it. */
async function visit(console: TerminalProgram, command: string, shown: RegExp): Promise<readonly string[]> {
  console.type(`:${command}\r`);
  const lines = await console.waitFor(shown);
  await console.press('G', 'g', 'enter', '?', 'escape');
  return lines;
}

test('texts from outside reach the terminal only as what can be seen', async () => {
  const folder = createHostileRegistry();
  const console = openConsole(folder, { columns: 120, rows: 40 });
  await console.waitFor(/^> rag /m);
  await console.press('j', 'k', 'enter');
  await console.waitFor(/^> +v4 /m);
  await console.press('j', 'j', 'enter');
  const version = await console.waitFor('retriever.name');
  expect(version.join('\n')).toContain(
    '^[]52;c;ZXZpbA==^G^[[31mred^[[2J↵next^M<U+202E>exe.txt<U+200B>M-^[5m',
  );
  await console.press('escape', 'escape');
  await visit(console, 'diff rag v1 v2', /retriever/);
  await console.press('escape', 'escape');
  await console.waitFor('> rag');
  const history = await visit(console, 'history rag', /mallory/);
  expect(history.join('\n')).toContain('mallory^[]52');
  await console.press('escape', 'escape');
  await visit(console, 'registries', /Registries|registries/);
  await console.press('escape', 'escape');
  await visit(console, 'rollback rag', /VERSION/);
  expect(findForbiddenOutput(console.output())).toEqual([]);
});

test('a reason that was pasted with escapes is recorded and shown, and steers nothing', async () => {
  const folder = createHostileRegistry();
  const console = openConsole(folder);
  await console.waitFor(/^> rag /m);
  console.type(':hold rag v2\r');
  await console.waitFor('Reason:');
  console.paste(`INC-42 ${evil}`);
  await console.waitFor('INC-42 recognised');
  await console.press('enter');
  await console.waitFor(/^y Apply/m);
  await console.press('y');
  await console.waitFor('Done: Hold');
  expect(findForbiddenOutput(console.output())).toEqual([]);
});

test('every command prints them visibly too', () => {
  const folder = createHostileRegistry();
  const commands = [
    ['models'],
    ['versions', 'rag'],
    ['show', 'rag', 'v2'],
    ['history', 'rag'],
    ['diff', 'rag', 'v1', 'v2'],
    ['doctor', '--dry-run'],
  ];
  for (const argv of commands) {
    const { out, err } = runCommand(folder, ...argv);
    expect(findForbiddenOutput(`${out}${err}`.replaceAll('\n', ' '))).toEqual([]);
  }
});

test('where only ASCII can be shown, nothing else is sent', async () => {
  const folder = createHostileRegistry();
  const console = openConsole(folder, { env: { LANG: 'C' } });
  await console.waitFor(/^> rag /m);
  await visit(console, 'show rag v2', /rag v2 /);
  await visit(console, 'history rag', /rollback/);
  expect(console.output()).toMatch(/^[\u0000-\u007F]*$/);
});
