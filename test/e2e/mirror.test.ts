import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  bucketUrl,
  openProgramMachine,
  type ProgramMachine,
  readObject,
  rsyncFolder,
} from '../support/bucket-program.ts';
import { fullAccess } from '../support/gcs/access.ts';
import { type Emulator, startEmulator } from '../support/gcs/emulator.ts';
import { buildS0Registry, rolledBackOnce } from '../support/s0-registry.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import type { TerminalProgram } from '../support/terminal.ts';

const name = 'frontshift-rag@latest';

/** A bucket with what S0's script pushed of a registry of three versions, `latest` on v2. */
async function serveBucket(): Promise<Emulator> {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const registry = join(createTemporaryFolder(), 'registry');
  buildS0Registry(registry, { ...rolledBackOnce, latest: { form: 'text-absolute', version: 'v2' } });
  rsyncFolder(emulator, registry);
  return emulator;
}

async function runWell(machine: ProgramMachine, ...argv: readonly string[]): Promise<string> {
  const { code, out, error } = await machine.run(argv);
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${error}`);
  return out;
}

async function promote(machine: ProgramMachine, version: string, reason: string): Promise<void> {
  await runWell(
    machine,
    'promote',
    'frontshift-rag',
    version,
    '--reason',
    reason,
    '--yes',
    '--confirm',
    name,
  );
}

/** Goes by keys to the review of a rollback to v1 and types the name, but does not press enter. */
async function reviewRollback(console: TerminalProgram): Promise<void> {
  await console.waitFor(/> frontshift-rag .* latest v2/);
  await console.waitFor('mirror just now'); // Until all of the bucket is here, rows may still come.
  await console.press('R');
  await console.waitFor(/> v1 .*never live/);
  await console.press('k', 'enter');
  await console.waitFor('Reason:');
  console.type('INC-42 back to v1');
  await console.press('enter');
  await console.waitFor(`To confirm, type ${name}`);
  console.type(name);
  await console.waitFor(`> ${name}`);
  await console.waitFor(/^enter Apply/m);
}

test('a move made on another machine shows in an open console, and refuses its older plan with who and why', async () => {
  const emulator = await serveBucket();
  const ada = openProgramMachine(emulator, 'ada@example.com');
  const bob = openProgramMachine(emulator, 'bob@example.com');
  const watching = ada.open([]);
  await watching.waitFor(/> frontshift-rag .* latest v2/);
  await watching.waitFor('mirror just now');
  const deciding = ada.open([]);
  await reviewRollback(deciding);
  // The enter lies ready in the terminal before anything moves, so that the console reads it first however slowly it wakes.
  deciding.sendSignal('SIGSTOP');
  deciding.type('\r');
  await promote(bob, 'v3', 'hotfix of Thursday');

  await watching.press('s');
  await watching.waitFor(/^D Pull/m);
  await watching.press('r', ':');
  watching.type('models');
  await watching.press('enter');
  await watching.waitFor(/> frontshift-rag .* latest v3 .* bob@/);

  deciding.sendSignal('SIGCONT');
  await deciding.waitFor('Refused, nothing was written: Roll back frontshift-rag latest: v2 to v1');
  await deciding.waitFor('bob@example.com');
  await deciding.waitFor('hotfix of Thursday');
  await deciding.press('enter');
  await deciding.waitFor(/^Roll back frontshift-rag latest: v3 to v1$/m);
  deciding.type(name);
  await deciding.waitFor(`> ${name}`);
  await deciding.press('enter');
  await deciding.waitFor('Done: Roll back frontshift-rag latest: v3 to v1');

  const third = openProgramMachine(emulator, 'eve@example.com');
  const { entries } = JSON.parse(await runWell(third, 'history', 'frontshift-rag', '--json')) as {
    entries: readonly { action: string; actor: string }[];
  };
  expect(entries.map(({ action, actor }) => `${action} ${actor}`)).toEqual(
    expect.arrayContaining(['promote bob@example.com', 'rollback ada@example.com']),
  );
  expect(readObject(emulator, 'latest')).toBe('frontshift-rag_v1');
});

test('what was changed here is shown, and a pull brings what the bucket has', async () => {
  const emulator = await serveBucket();
  const ada = openProgramMachine(emulator);
  await runWell(ada, 'models');
  const changed = join(ada.copy, 'frontshift-rag_v1', 'summary.json');
  const registered = readFileSync(changed, 'utf8');
  writeFileSync(changed, '{"groundedness": 5}');

  const console = ada.open([]);
  await console.waitFor('Mirror: 1 differs. Press s to see.');
  await console.press('s');
  await console.waitFor('> ! Changed here by hand');
  await console.press('D');
  await console.waitFor(/^replace +version +frontshift-rag_v1 /m);
  await console.waitFor(/^y Do it/m);
  await console.press('y');
  await console.waitFor(`Done: Pull from ${bucketUrl}`);
  expect(readFileSync(changed, 'utf8')).toBe(registered);
  await console.press('escape');
  await console.waitFor('Both sides are the same.');
});

test('what another tool overwrote in the history is shown side by side', async () => {
  const emulator = await serveBucket();
  const ada = openProgramMachine(emulator);
  await promote(ada, 'v3', 'weekly candidate');
  await runWell(ada, 'models');
  const entry = '.lastgood/history/frontshift-rag/00000002.json';
  const forged = readObject(emulator, entry)?.replace('weekly candidate', 'no idea') ?? '';
  emulator.putObject('bucket', `team/registry/${entry}`, forged);

  const console = ada.open([]);
  await console.waitFor('mirror DIFFERS');
  await console.press('s');
  await console.waitFor('> ✗ Overwritten in the bucket: history');
  await console.press('enter');
  await console.waitFor(/^weekly candidate +│ no idea$/m);
});

test('an expired login says which command to run, and what was read before can still be read', async () => {
  const emulator = await serveBucket();
  const ada = openProgramMachine(emulator);
  await runWell(ada, 'models');
  emulator.setAccess({ ...fullAccess, isLoggedIn: false });

  const console = ada.open([]);
  await console.waitFor('LOGIN EXPIRED, seen just now');
  await console.waitFor(/> frontshift-rag .* latest v2/);
  await console.press('P');
  await console.waitFor('LOGIN EXPIRED, no writes. Run gcloud auth application-default login.');
  await console.press('s');
  await console.waitFor('✗ LOGIN EXPIRED. Run gcloud auth application-default login.');
  emulator.setAccess(fullAccess);
  await console.press('r');
  await console.waitFor('✓ Both sides are the same.');
  await console.waitFor('mirror just now');
});

test('a bucket that does not answer keeps nobody from reading: that is said, and escape gives up', async () => {
  const emulator = await serveBucket();
  const ada = openProgramMachine(emulator);
  await runWell(ada, 'models');
  emulator.setStalled(true);

  const console = ada.open([]);
  // What was read before is shown while the bucket is still being asked.
  await console.waitFor(/mirror refreshing.*> frontshift-rag [^\n]* latest v2/s);
  await console.press('s');
  await console.waitFor(/^D Pull/m);
  await console.press('r');
  await console.waitFor('esc Stop reading');
  await console.press('escape');
  await console.waitFor('esc Back');
  await console.press('escape');
  await console.waitFor(/> frontshift-rag .* latest v2/);
  await console.press('enter');
  await console.waitFor(/> +v3 /);
});

test('where the bucket is not asked the console is read from the copy, with its age', async () => {
  const emulator = await serveBucket();
  const ada = openProgramMachine(emulator);
  await runWell(ada, 'models');
  const console = ada.open(['--offline']);
  await console.waitFor('OFFLINE, seen just now');
  await console.waitFor(/> frontshift-rag .* latest v2/);
});

test('a login that may not write is told so by its first write, and offered no other', async () => {
  const emulator = await serveBucket();
  const console = openProgramMachine(emulator).open([]);
  await reviewRollback(console);
  emulator.setAccess({ ...fullAccess, canWrite: false });
  await console.press('enter');
  await console.waitFor('nothing was written');
  await console.waitFor('READ-ONLY');
  await console.press('escape');
  await console.waitFor(/> frontshift-rag .* latest v2/);
  await console.press('P');
  await console.waitFor('ACCESS DENIED, no writes.');
  emulator.setAccess(fullAccess);
  await console.press('r');
  await console.waitFor(lines => !lines.some(line => line.includes('READ-ONLY')));
  await console.press('P');
  await console.waitFor('Promote which version of frontshift-rag?');
});

test('r reads the bucket at once on every screen, long before its time has come', async () => {
  const emulator = await serveBucket();
  const bob = openProgramMachine(emulator, 'bob@example.com');
  const console = openProgramMachine(emulator, 'ada@example.com').open([]);
  await console.waitFor(/> frontshift-rag .* latest v2/);
  await console.waitFor('mirror just now');
  await promote(bob, 'v3', 'hotfix of Thursday');
  await console.press('r');
  await console.waitFor(/> frontshift-rag .* latest v3 .* bob@/);
  await console.press('enter');
  await console.waitFor(/^> +v3 +deployed/m);
  await console.press('h');
  await console.waitFor('hotfix of Thursday');
  await promote(bob, 'v1', 'back again');
  await console.press('r');
  await console.waitFor('back again');
  emulator.setAccess({ ...fullAccess, isLoggedIn: false });
  await console.press('r');
  await console.waitFor('LOGIN EXPIRED');
});
