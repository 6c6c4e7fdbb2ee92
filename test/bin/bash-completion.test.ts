import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCommandPath } from '../support/command-folder.ts';
import { writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { openTerminal } from '../support/terminal.ts';

/** A folder with a registry, and lastgood as a command before everything else in PATH. */
function createPlace() {
  const folder = createTemporaryFolder();
  const registry = join(folder, 'models_registry');
  mkdirSync(registry);
  writeS0Registry(registry, 'frontshift-rag', 3);
  return { folder, env: { PATH: createCommandPath(folder), HOME: folder } };
}

/** What bash would offer for a line, by the function that it was given: COMP_WORDS are made as bash makes them. */
function complete(words: readonly string[]): readonly string[] {
  const { folder, env } = createPlace();
  const script = [
    'source <(lastgood completion bash)',
    'complete -p lastgood >/dev/null',
    `COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    '_lastgood',
    String.raw`printf '%s\n' "${'$'}{COMPREPLY[@]}"`,
  ].join('\n');
  const { stdout, stderr, status } = spawnSync('bash', ['--noprofile', '--norc', '-eu', '-c', script], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout
    .split('\n')
    .filter(line => line !== '')
    .sort();
}

describe('in bash', () => {
  it.each([
    [
      ['lastgood', 'rollb'],
      ['rollback', 'rollback_model'],
    ],
    [['lastgood', 'rollback', 'fr'], ['frontshift-rag']],
    [
      ['lastgood', 'rollback', 'frontshift-rag', '--to', ''],
      ['v1', 'v2', 'v3'],
    ],
    [['lastgood', 'rollback', 'frontshift-rag', '--to', '=', 'v2'], ['v2']],
    [
      ['lastgood', '--transport', '='],
      ['gsutil', 'sdk'],
    ],
    [['lastgood', '--registry', 'models'], ['models_registry']],
  ])('%j becomes %j', (words, values) => {
    expect(complete(words)).toEqual(values);
  });

  it('tab completes on a real terminal', async () => {
    const { folder, env } = createPlace();
    const shell = openTerminal(['bash', '--norc', '--noprofile', '-i'], {
      cwd: folder,
      env: { PS1: '$ ', ...env },
    });
    try {
      await shell.waitFor(/^\$$/m);
      shell.type('source <(lastgood completion bash); clear; echo ready\r');
      await shell.waitFor(lines => lines[0] === 'ready');
      shell.type('lastgood rollback fr\t');
      await shell.waitFor('$ lastgood rollback frontshift-rag');
      shell.type('--to v2\t--no-v\t');
      await shell.waitFor('$ lastgood rollback frontshift-rag --to v2 --no-verify');
    } finally {
      await shell.close();
    }
  });
});
