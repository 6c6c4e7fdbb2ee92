import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createE2eFolder, type E2eFolder, openConsole, readJson, runWell } from '../support/e2e-console.ts';
import { type FakeHub, hubToken, openFakeHub } from '../support/hub/fake-hub.ts';
import type { TerminalProgram } from '../support/terminal.ts';

const repository = 'acme/tiny-llm';
const name = 'tiny-llm@latest';

/** A registry with two versions of a model that is published on a hub, `latest` on v1. */
type Stage = { readonly folder: E2eFolder; readonly hub: FakeHub };

async function setStage(): Promise<Stage> {
  const folder = createE2eFolder();
  mkdirSync(folder.registry);
  writeFileSync(
    join(folder.home, 'lastgood.config.yaml'),
    `publish: [{ model: tiny-llm, hub: ${repository} }]\n`,
  );
  for (const version of ['v1', 'v2']) {
    const weights = join(folder.home, `${version}.gguf`);
    writeFileSync(weights, `GGUF of ${version}`);
    runWell(folder, 'register', 'tiny-llm', '--model-path', weights, '--yes');
  }
  runWell(folder, 'promote', 'tiny-llm', 'v1', '--reason', 'first', '--yes', '--confirm', name);
  return { folder, hub: await openFakeHub() };
}

function open({ folder, hub }: Stage): TerminalProgram {
  return openConsole(folder, { env: { HF_ENDPOINT: hub.url, HF_TOKEN: hubToken } });
}

/** Goes by keys from the models to the moment at which the links are made. */
async function deployNewest(console: TerminalProgram): Promise<void> {
  await console.waitFor(/> tiny-llm .*latest v1/);
  await console.press('enter');
  await console.waitFor(/> {2}v2 /);
  await console.press('D');
  await console.waitFor(`${repository} on the hub (private)`);
  await console.press('enter');
  await console.waitFor('Reason:');
  console.type('better answers');
  await console.press('enter');
  await console.waitFor(`To confirm, type ${name}`);
  console.type(name);
  await console.waitFor(`> ${name}`);
  await console.press('enter');
}

/** Finds what was cut off in a new console, and carries it on by keys until nothing is unfinished. */
async function reopenAndResume(stage: Stage, state: 'cut off' | 'stopped'): Promise<void> {
  const reopened = open(stage);
  await reopened.waitFor('A deployment was cut off at publish; d shows it: tiny-llm v2 to latest.');
  await reopened.waitFor(/> tiny-llm .*latest v1/);
  await reopened.press('d');
  await reopened.waitFor(new RegExp(`> ! ${state} +publish`));
  await reopened.press('enter');
  await reopened.waitFor(/! Begun .* by ada@example.com: what is done/);
  await reopened.waitFor(`To confirm, type ${name}`);
  reopened.type(name);
  await reopened.waitFor(`> ${name}`);
  await reopened.press('enter');
  await reopened.waitFor('Done: tiny-llm v2 is live as latest');
  await reopened.press('escape');
  await reopened.waitFor('No deployment of this registry is unfinished');
  await reopened.press('escape');
  await reopened.waitFor(/> tiny-llm .*latest v2/);
  await reopened.close();
}

/** What is left of it outside: commits and tags of the hub, what is live, what was ever made live. */
function describeEnd({ folder, hub }: Stage): unknown {
  const { commits, tags } = hub.get(repository);
  const history = readJson(folder, 'history', 'tiny-llm') as {
    readonly entries: readonly { readonly action: string; readonly moves: readonly unknown[] }[];
  };
  return {
    commits: commits.map(({ title, tree }) => [title, [...tree.keys()].toSorted()]),
    tags: [...tags.keys()],
    history: history.entries.map(({ action, moves }) => [action, moves]),
    unfinished: runWell(folder, 'deploy', '--list').trim(),
  };
}

async function deployUndisturbed(): Promise<Stage> {
  const stage = await setStage();
  const watching = open(stage);
  await deployNewest(watching);
  await watching.waitFor('Done: tiny-llm v2 is live as latest');
  await watching.waitFor(/✓ done +publish/);
  await watching.close();
  return stage;
}

test('a terminal lost while it is published: reopened, resumed, and it ends as one that nobody disturbed', async () => {
  const undisturbed = await deployUndisturbed();
  const disturbed = await setStage();
  const { hub } = disturbed;
  hub.faults.add({ method: 'PUT', path: /store/, does: 'stall' });
  const lost = open(disturbed);
  await deployNewest(lost);
  await lost.waitFor(/> running +publish/);
  await expect.poll(() => hub.log.some(({ method }) => method === 'PUT')).toBe(true);
  lost.sendSignal('SIGKILL');
  await lost.exit;
  expect(hub.get(repository).tags.size).toBe(0);

  await reopenAndResume(disturbed, 'cut off');
  expect(describeEnd(disturbed)).toEqual(describeEnd(undisturbed));
});

test('a terminal that goes away while the hub is silent before anything is done: shown when it is reopened, and carried on', async () => {
  const undisturbed = await deployUndisturbed();
  const disturbed = await setStage();
  const { hub, folder } = disturbed;
  hub.faults.add({ method: 'POST', path: /repos\/create/, does: 'stall' });
  const lost = open(disturbed);
  await deployNewest(lost);
  await lost.waitFor(/> running +publish/);
  await expect.poll(() => hub.writes()).toEqual(['POST /api/repos/create']);
  lost.sendSignal('SIGHUP');
  expect(await lost.exit).toMatchObject({ code: 129 });
  expect([...hub.content.repositories.keys()]).toEqual([]);
  expect(runWell(folder, 'deploy', '--list')).toMatch(/tiny-llm@latest +cut off +publish/);
  await reopenAndResume(disturbed, 'stopped');
  expect(describeEnd(disturbed)).toEqual(describeEnd(undisturbed));
});
