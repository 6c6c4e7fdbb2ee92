import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  countKeys,
  createE2eFolder,
  type E2eFolder,
  openConsole,
  readJson,
  runWell,
  selectedRowOf,
} from '../support/e2e-console.ts';
import { buildS0Registry, listS0Versions, rolledBackOnce } from '../support/s0-registry.ts';

/** The keys that issue 2 allows besides reason and typed name. */
const mostKeys = 6;

test('a rollback on the recorded fixture takes at most six keys, and everything S0 reads says v1', async () => {
  const folder = createE2eFolder();
  buildS0Registry(folder.registry, rolledBackOnce);
  const console = openConsole(folder);
  const hand = countKeys(console);

  await console.waitFor(/> frontshift-rag .*latest v2/);
  await hand.press('R');
  await console.waitFor('Nothing is proven good: choose by hand. The version before is v1, by number.');
  await console.waitFor(/> v1 .*never live/);
  await hand.press('k'); // Already on v1, but nothing is preselected: it has to be the person's choice.
  await console.waitFor(/^enter Choose/m);
  await hand.press('enter');
  await console.waitFor('Reason:');
  console.type('INC-42 hallucinations');
  await console.waitFor('Incident INC-42 recognised.');
  await hand.press('enter');
  await console.waitFor('To confirm, type frontshift-rag@latest and press enter.');
  console.type('frontshift-rag@latest');
  await console.waitFor('> frontshift-rag@latest');
  await hand.press('enter');
  await console.waitFor('Done: Roll back frontshift-rag latest: v2 to v1');
  expect(hand.count()).toBeLessThanOrEqual(mostKeys);

  expectOnDisk(folder, { model: 'frontshift-rag', version: 'v1', from: 'v2', logs: 2 });
  await console.press('escape');
  await console.waitFor(/> frontshift-rag .*latest v1 +now/);
  await console.press('q');
  expect(await console.exit).toEqual({ code: 0, signal: undefined });
});

test('of several models the one that needs attention is on top, so that R is the first key', async () => {
  const folder = createE2eFolder();
  for (const model of ['alpha', 'beta', 'zeta']) {
    buildS0Registry(folder.registry, { model, versions: listS0Versions(3), latest: { form: 'none' } });
  }
  for (const model of ['zeta', 'beta', 'alpha']) promote(folder, model, 'v1');
  promote(folder, 'zeta', 'v2');
  runWell(folder, 'hold', 'zeta', 'v2', '--reason', 'INC-43 wrong answers', '--yes');
  const console = openConsole(folder);
  const hand = countKeys(console);

  const models = await console.waitFor(/> zeta .*HELD/);
  expect(models.join('\n')).toMatch(/> zeta .*\n {2}alpha .*\n {2}beta /);
  await hand.press('R');
  await console.waitFor('Last good: v1, proven live and not rolled back.');
  await hand.press('enter');
  await console.waitFor('Reason:');
  console.type('INC-43 back to good');
  await console.waitFor('INC-43 recognised');
  await hand.press('enter');
  await console.waitFor('To confirm, type zeta@latest');
  console.type('zeta@latest');
  await console.waitFor('> zeta@latest');
  await hand.press('enter');
  await console.waitFor('Done: Roll back zeta latest: v2 to v1');
  expect(hand.count()).toBe(4);
  expectOnDisk(folder, { model: 'zeta', version: 'v1', from: 'v2', logs: 1 });
  expect(readlinkSync(join(folder.registry, 'alpha_latest'))).toBe('alpha_v1');
});

test('a proven version is preselected, whatever has a higher number', async () => {
  const folder = createE2eFolder();
  buildS0Registry(folder.registry, {
    model: 'frontshift-rag',
    versions: listS0Versions(5),
    latest: { form: 'none' },
  });
  for (const version of ['v2', 'v4']) promote(folder, 'frontshift-rag', version);
  const console = openConsole(folder);

  await console.waitFor(/> frontshift-rag .*latest v4/);
  await console.press('R');
  const targets = await console.waitFor('Last good: v2');
  expect(selectedRowOf(targets)).toMatch(/^> v2 +proven good/);
  await console.press('enter');
  await console.waitFor('frontshift-rag latest: v4 → v2  proven good');
});

function promote(folder: E2eFolder, model: string, version: string): void {
  runWell(folder, 'promote', model, version, '--reason', 'release', '--yes', '--confirm', `${model}@latest`);
}

type OnDisk = {
  readonly model: string;
  readonly version: string;
  readonly from: string;
  /** How many rollback logs there are, the newest being ours. */
  readonly logs: number;
};

/** What S0's own scripts would find, and what our history says of it. */
function expectOnDisk(folder: E2eFolder, { model, version, from, logs }: OnDisk): void {
  const { registry } = folder;
  expect(readlinkSync(join(registry, 'latest'))).toBe(`${model}_${version}`);
  expect(readlinkSync(join(registry, `${model}_latest`))).toBe(`${model}_${version}`);
  const names = readdirSync(join(registry, 'rollback_logs')).sort();
  expect(names).toHaveLength(logs);
  const log: unknown = JSON.parse(readFileSync(join(registry, 'rollback_logs', names.at(-1) ?? ''), 'utf8'));
  expect(Object.keys(log as object)).toEqual([
    'timestamp',
    'model_name',
    'previous_version',
    'target_version',
    'reason',
    'actor',
  ]);
  expect(log).toMatchObject({ model_name: model, previous_version: from, target_version: version });
  expect(readJson(folder, 'history', model, '--verify')).toMatchObject({
    verification: { verdict: 'intact' },
  });
}
