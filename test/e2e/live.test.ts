import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createE2eFolder, type E2eFolder, openConsole, readJson, runWell } from '../support/e2e-console.ts';
import { buildS0Registry, rolledBackOnce } from '../support/s0-registry.ts';
import type { TerminalProgram } from '../support/terminal.ts';

const name = 'frontshift-rag@latest';

function createFixture(): E2eFolder {
  const folder = createE2eFolder();
  buildS0Registry(folder.registry, rolledBackOnce);
  return folder;
}

/** Somebody else promotes a version, from another process. */
function promoteElsewhere(folder: E2eFolder, version: string): void {
  const words = ['--reason', 'hotfix', '--yes', '--confirm', name, '--actor', 'bob@example.com'];
  runWell(folder, 'promote', 'frontshift-rag', version, ...words);
}

/** Goes by keys to the review of a rollback and types the name, but does not press enter. */
async function typeName(console: TerminalProgram, version: 'v1' | 'v3'): Promise<void> {
  await console.waitFor('> frontshift-rag');
  await console.press('R');
  await console.waitFor(/> v1 .*never live/);
  await console.press(version === 'v1' ? 'k' : 'j', 'enter');
  await console.waitFor('Reason:');
  console.type(`INC-42 back to ${version}`);
  await console.press('enter');
  await console.waitFor(`To confirm, type ${name}`);
  console.type(name);
  await console.waitFor(`> ${name}`);
  await console.waitFor(/^enter Apply/m);
}

function listRollbacks(folder: E2eFolder): readonly unknown[] {
  const { entries } = readJson(folder, 'history', 'frontshift-rag') as { entries: { action: string }[] };
  return entries.filter(entry => entry.action === 'rollback');
}

// That it is told within two seconds: test/adapters/directory/watch-folder.test.ts, on a clock that no other work holds up.
test('a move by another process shows without a key', async () => {
  const folder = createFixture();
  const console = openConsole(folder);
  await console.waitFor(/> frontshift-rag .*latest v2/);
  promoteElsewhere(folder, 'v3');
  await console.waitFor(/> frontshift-rag .*latest v3/);
  promoteElsewhere(folder, 'v1'); // Once more: what is watched now is there only since the first move.
  await console.waitFor(/> frontshift-rag .*latest v1/);
});

test('a review is made again when somebody else moves the alias, and has to be confirmed anew', async () => {
  const folder = createFixture();
  const console = openConsole(folder);
  await typeName(console, 'v1');
  promoteElsewhere(folder, 'v3');
  const review = await console.waitFor(/^Roll back frontshift-rag latest: v3 to v1$/m);
  expect(review).toContain('>');
  await console.press('enter');
  await console.waitFor(`Type ${name} exactly as shown`);
  expect(readlinkSync(join(folder.registry, 'latest'))).toBe('frontshift-rag_v3');

  console.type(name);
  await console.waitFor(`> ${name}`);
  await console.press('enter');
  await console.waitFor('Done: Roll back frontshift-rag latest: v3 to v1');
  expect(readlinkSync(join(folder.registry, 'latest'))).toBe('frontshift-rag_v1');
});

test('of two consoles rolling back at once exactly one wins; the other says who was first and plans again', async () => {
  const folder = createFixture();
  const ada = openConsole(folder);
  const eve = openConsole(folder, { env: { LASTGOOD_ACTOR: 'eve@example.com' } });
  await Promise.all([typeName(ada, 'v1'), typeName(eve, 'v3')]);

  // Eve's enter is on its way while Ada's move is made: Eve's console learns of both at the same moment.
  eve.sendSignal('SIGSTOP');
  eve.type('\r');
  await ada.press('enter');
  await ada.waitFor('Done: Roll back frontshift-rag latest: v2 to v1');
  eve.sendSignal('SIGCONT');

  await eve.waitFor('Refused, nothing was written: Roll back frontshift-rag latest: v2 to v3');
  await eve.waitFor('ada@example.com');
  await eve.waitFor('Press enter to plan again');
  expect(listRollbacks(folder)).toMatchObject([{ actor: 'ada@example.com', moves: [{ to: 'v1' }] }]);
  expect(readlinkSync(join(folder.registry, 'latest'))).toBe('frontshift-rag_v1');

  await eve.press('enter');
  await eve.waitFor(/^Roll back frontshift-rag latest: v1 to v3$/m);
  eve.type(name);
  await eve.waitFor(`> ${name}`);
  await eve.press('enter');
  await eve.waitFor('Done: Roll back frontshift-rag latest: v1 to v3');
  expect(listRollbacks(folder)).toHaveLength(2);
});

test('a plan that the console could not see grow old is refused, with the name of who moved', async () => {
  const folder = createFixture();
  const console = openConsole(folder);
  await typeName(console, 'v1');
  // The enter lies ready in the terminal before anything moves, so that the console reads it first however slowly it wakes.
  console.sendSignal('SIGSTOP');
  console.type('\r');
  promoteElsewhere(folder, 'v3');
  console.sendSignal('SIGCONT');
  await console.waitFor('Refused, nothing was written: Roll back frontshift-rag latest: v2 to v1');
  await console.waitFor('bob@example.com');
  expect(readlinkSync(join(folder.registry, 'latest'))).toBe('frontshift-rag_v3');
});
