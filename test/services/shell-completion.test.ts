import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCommandPath } from '../support/command-folder.ts';
import { writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { openTerminal } from '../support/terminal.ts';
import { hasTool, tools } from './tools.ts';

/** A folder with a registry, and the environment of a shell that has lastgood as a command. */
function createPlace() {
  const folder = createTemporaryFolder();
  mkdirSync(join(folder, 'models_registry'));
  writeS0Registry(join(folder, 'models_registry'), 'frontshift-rag', 3);
  return { folder, env: { PATH: createCommandPath(folder), HOME: folder, LANG: 'C.UTF-8' } };
}

describe.skipIf(!hasTool(tools.fish))('in fish', () => {
  it.each([
    ['lastgood rollb', ['rollback', 'rollback_model']],
    ['lastgood rollback ', ['frontshift-rag']],
    ['lastgood rollback frontshift-rag --to=', ['--to=v1', '--to=v2', '--to=v3']],
    ['lastgood --registry mod', ['models_registry/']],
    ['lastgood gate --results mod', ['models_registry/']],
  ])('%j becomes %j', (line, values) => {
    const { folder, env } = createPlace();
    const script = `lastgood completion fish | source; complete -C ${JSON.stringify(line)}`;
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    const found = stdout.split('\n').map(each => each.split('\t')[0] ?? '');
    expect(
      found.filter(each => each !== ''),
      stderr,
    ).toEqual(values);
  });
});

describe.skipIf(!hasTool(tools.zsh))('in zsh', () => {
  it('tab completes on a real terminal', async () => {
    const { folder, env } = createPlace();
    const shell = openTerminal(['zsh', '-f', '-i'], { cwd: folder, env: { PS1: '$ ', ...env } });
    try {
      await shell.waitFor(/^\$$/m);
      shell.type(
        'autoload -Uz compinit; compinit -D -u; source <(lastgood completion zsh); clear; print ready\r',
      );
      await shell.waitFor(lines => lines[0] === 'ready');
      shell.type('lastgood rollback fr\t');
      await shell.waitFor('$ lastgood rollback frontshift-rag');
      shell.type('--no-v\t');
      await shell.waitFor('$ lastgood rollback frontshift-rag --no-verify');
    } finally {
      await shell.close();
    }
  });
});
