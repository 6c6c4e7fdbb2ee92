import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { type InstallableTool, installTool } from './install-tool.ts';

/** Writes a program that prints its version, and counts in `log` how often it was installed. */
function toolOf(version: string, log: string, change: Partial<InstallableTool> = {}): InstallableTool {
  const script = `echo installed >> ${log}; printf '#!/bin/sh\\necho ${version}' > $0/tool; chmod +x $0/tool`;
  const commands = (home: string) => [{ run: ['sh', '-c', script, home] }];
  return { name: 'tool', version, file: 'tool', commands, ...change };
}

function openFolder() {
  const folder = createTemporaryFolder();
  const log = join(folder, 'log');
  writeFileSync(log, '');
  return {
    folder,
    log,
    runTool: () => execFileSync(join(folder, 'bin/tool'), { encoding: 'utf8' }).trim(),
    countInstalls: () => readFileSync(log, 'utf8').split('\n').length - 1,
  };
}

describe('installing a program', () => {
  it('happens once for a version, and again for the next', () => {
    const { folder, log, runTool, countInstalls } = openFolder();
    for (const version of ['1', '1', '2', '2'])
      expect(installTool(toolOf(version, log), folder)).toBe(undefined);
    expect(runTool()).toBe('2');
    expect(countInstalls()).toBe(2);
  });

  it('says why it failed, leaves what was there, and can be tried again', () => {
    const { folder, log, runTool } = openFolder();
    installTool(toolOf('1', log), folder);
    const failing = (run: readonly string[]) => toolOf('2', log, { commands: () => [{ run }] });
    expect(installTool(failing(['sh', '-c', 'echo no network >&2; exit 3']), folder)).toBe(
      'sh ended with 3: no network',
    );
    expect(installTool(failing(['no-such-program']), folder)).toContain('ENOENT');
    expect(runTool()).toBe('1');
    expect(installTool(toolOf('2', log), folder)).toBe(undefined);
    expect(runTool()).toBe('2');
  });
});
