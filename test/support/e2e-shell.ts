import { readFileSync } from 'node:fs';
import { type E2eFolder, openInFolder } from './e2e-console.ts';
import { builtProgram, type TerminalOptions, type TerminalProgram } from './terminal.ts';

/** An interactive shell in the terminal, at its prompt `$ `, with `lastgood` as a command that opens the console on the registry. */
export async function openShell(folder: E2eFolder, options: TerminalOptions = {}): Promise<TerminalProgram> {
  const shell = openInFolder(folder, ['bash', '--norc', '--noprofile', '-i'], {
    ...options,
    env: { PS1: '$ ', ...options.env },
  });
  await shell.waitFor(/^\$$/m);
  const command = [...builtProgram('--registry', folder.registry)].map(word => `'${word}'`).join(' ');
  shell.type(`lastgood() { ${command} "$@"; }; clear\r`);
  await shell.waitFor(lines => lines[0] === '$');
  return shell;
}

/** The process that the shell runs in the foreground. @throws Error when there is none */
export function childOf(processId: number): number {
  const children = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8').trim().split(' ');
  const [child] = children.map(Number);
  if (child === undefined || Number.isNaN(child) || child === 0) {
    throw new Error(`Process ${processId} has no child`);
  }
  return child;
}
