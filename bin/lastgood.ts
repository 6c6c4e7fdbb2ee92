#!/usr/bin/env node
// The launcher. It loads nothing of the application before it has painted, and runs on a Node that is too old
// for it: the few small modules it needs are bundled into it.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { opensConsole } from '../src/ui/terminal/console-arguments.ts';
import { paintSkeleton } from '../src/ui/terminal/paint-skeleton.ts';

/** The application needs this major version of Node, or a newer one. */
const oldestNode = 22;

const argv = process.argv.slice(2);
if (Number.parseInt(process.versions.node, 10) >= oldestNode) await openApplication();
else await continueOnNewerNode(fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url)));

async function openApplication(): Promise<void> {
  const skeleton = opensConsole(argv) ? paintSkeleton(process, argv) : undefined;
  module.enableCompileCache?.();
  // The name it has when built: the build leaves this import alone.
  const { main } = await import('./main.js');
  await main(argv, skeleton);
}

/** A checkout brings its own Node. It gets our terminal, our arguments and the signals sent to us alone. */
async function continueOnNewerNode(node: string): Promise<void> {
  if (!existsSync(node) || node === process.execPath) {
    process.stderr.write(
      `lastgood needs Node.js ${oldestNode} or newer; this is ${process.version} (${process.execPath}).\n`,
    );
    process.exitCode = 1;
    return;
  }
  const { spawn } = await import('node:child_process');
  const child = spawn(node, [fileURLToPath(import.meta.url), ...argv], { stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  // The keyboard's ctrl-c and ctrl-\ reach the whole group, the child included: passed on, they would count
  // twice.
  const leaveToChild = () => undefined;
  process.on('SIGTERM', forward).on('SIGHUP', forward).on('SIGINT', leaveToChild).on('SIGQUIT', leaveToChild);
  child.on('error', error => {
    process.stderr.write(`lastgood could not start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('close', (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
