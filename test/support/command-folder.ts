import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { builtProgram } from './terminal.ts';

/** A PATH on which `lastgood` is the built program and `node` the Node of the tests, before what else this machine has. */
export function createCommandPath(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const command = builtProgram()
    .map(word => `'${word}'`)
    .join(' ');
  writeFileSync(join(bin, 'lastgood'), `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(join(bin, 'lastgood'), 0o755);
  return [bin, dirname(process.execPath), process.env['PATH']].join(delimiter);
}
