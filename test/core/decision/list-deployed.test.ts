import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listDeployed } from '../../../src/core/decision/list-deployed.ts';
import type { DeployedVersion } from '../../../src/core/gate/evaluate-gate.ts';
import { loadVersions } from '../../../src/core/session/load-model.ts';
import { openRegistry, promote, rollBack, writeS0Registry } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** v1 is live, then v2, then v1 again. */
async function createCameBack(): Promise<string> {
  const folder = createTemporaryFolder();
  writeS0Registry(folder, 'rag', 2, 1);
  for (const version of ['v1', 'v2', 'v1']) await promote(openRegistry(folder), 'rag', version);
  return folder;
}

async function list(folder: string): Promise<readonly DeployedVersion[]> {
  const { status, versions } = await loadVersions(openRegistry(folder), 'rag', 'everything');
  return listDeployed(status, 'latest', versions, undefined);
}

test('a version that left and came back is there once, live', async () => {
  expect(await list(await createCameBack())).toEqual([
    { version: 'v1', live: true, metrics: expect.anything() },
    { version: 'v2', live: false, metrics: expect.anything() },
  ]);
});

test('what was taken back is not there', async () => {
  const folder = await createCameBack();
  await rollBack(openRegistry(folder), 'rag', 'v2');
  expect((await list(folder)).map(({ version }) => version)).toEqual(['v2']);
});

test('where the history cannot be trusted, what is live is there once, with the problem', async () => {
  const folder = await createCameBack();
  const entry = join(folder, '.lastgood/history/rag/00000001.json');
  writeFileSync(entry, readFileSync(entry, 'utf8').replace('"actor":"', '"actor":"x'));
  const deployed = await list(folder);
  expect(deployed.filter(({ version }) => version === 'v1')).toEqual([
    { version: 'v1', live: true, problem: expect.stringMatching(/^the history is altered: entry 1/) },
  ]);
});
