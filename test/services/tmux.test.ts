import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readPointer, writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { builtProgram } from '../support/terminal.ts';
import { hasTool, tools } from './tools.ts';

/** A tmux server of its own, so that nobody's sessions are touched. */
function openTmux(socket: string, command: readonly string[]) {
  const tmux = (...argv: readonly string[]): string =>
    execFileSync('tmux', ['-S', socket, ...argv], { encoding: 'utf8' });
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '24', ...command);
  onTestFinished(() => void spawnSync('tmux', ['-S', socket, 'kill-server']));
  const screen = (): string => tmux('capture-pane', '-p');
  return {
    keys: (...names: readonly string[]) => tmux('send-keys', ...names),
    type: (text: string) => tmux('send-keys', '-l', text),
    waitFor: async (wanted: string): Promise<void> => {
      const giveUpAt = Date.now() + 20_000;
      while (!screen().includes(wanted)) {
        if (Date.now() > giveUpAt) throw new Error(`Not shown: ${wanted}\n${screen()}`);
        await pause(20);
      }
    },
  };
}

describe.skipIf(!hasTool(tools.tmux))('inside tmux', () => {
  it('a model is rolled back by keys', async () => {
    const folder = createTemporaryFolder();
    const root = join(folder, 'models_registry');
    mkdirSync(root);
    writeS0Registry(root, 'rag', 3);
    const command = builtProgram('--registry', root, '--actor', 'anna@example.com');
    const tmux = openTmux(join(folder, 'tmux'), command);
    await tmux.waitFor('latest v3');
    tmux.keys('R');
    await tmux.waitFor('Nothing is proven good');
    tmux.keys('j');
    tmux.keys('Enter');
    await tmux.waitFor('Why?');
    tmux.type('INC-42 hallucinations');
    await tmux.waitFor('INC-42 recognised');
    tmux.keys('Enter');
    await tmux.waitFor('To confirm, type');
    tmux.type('rag@latest');
    await tmux.waitFor('enter Apply'); // Enter confirms only in a piece of its own.
    tmux.keys('Enter');
    await tmux.waitFor('Done:');
    expect(readPointer(root, 'latest')).toBe('rag_v1');
  });
});
