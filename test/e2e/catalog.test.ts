import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createE2eFolder, type E2eFolder, openConsole, readJson } from '../support/e2e-console.ts';
import { listDeployed, makeS2File, s2Version, writeS2File } from '../support/s2-catalog.ts';

/** A folder whose registry is S2's file: v1 to v4 of majora in a line, v2b beside it, and v4 deployed. */
function createCatalogFolder(): E2eFolder {
  const { home } = createE2eFolder();
  const registry = join(home, 'registry.json');
  const file = makeS2File('majora', 4);
  const versions = file.models['majora']?.versions ?? {};
  for (const [version, parent] of [
    ['v2', 'v1'],
    ['v3', 'v2'],
    ['v4', 'v3'],
  ] as const)
    Object.assign(versions[version] ?? {}, { parent_version: parent });
  const experiment = {
    parent_version: 'v1',
    notes: 'experimental branch',
    training_data_sources: ['oracle'],
  };
  Object.assign(versions, { v2b: s2Version('majora', 'v2b', experiment) });
  writeS2File(registry, file);
  return { registry, home };
}

test('the tree of a model is walked by keys: to a parent, to a version, and two marked ones to their diff', async () => {
  const console = openConsole(createCatalogFolder());
  await console.waitFor(/> majora .*deployed v4/);
  await console.press('enter');
  await console.waitFor(/^>\s+v4/m);
  await console.press('l');
  const tree = await console.waitFor(/^> .*v4 \[deployed\]/m);
  expect(tree.join('\n')).toMatch(/v2b \(experimental branch\)/);
  await console.waitFor('Ancestors: v3, v2, v1.');
  await console.press('p');
  await console.waitFor(/^> .*v3$/m);
  await console.press('space');
  await console.press('g');
  await console.waitFor(/^> .*v1$/m);
  await console.press('space');
  await console.waitFor(/marked v3, v1/);
  await console.press('d');
  await console.waitFor(/majora.*v1.*v3/);
  await console.press('escape');
  await console.waitFor(/^> .*v1$/m);
  await console.press('enter');
  await console.waitFor(/descendants +4 versions, live of them: v4/);
  await console.press('q');
  expect(await console.exit).toEqual({ code: 0, signal: undefined });
});

test('a rollback in a catalogue by keys leaves a file that S2 reads, and is in the history', async () => {
  const folder = createCatalogFolder();
  const console = openConsole(folder);
  await console.waitFor(/> majora .*deployed v4/);
  await console.press('R');
  await console.waitFor(/^> v3 /m);
  await console.press('k');
  await console.waitFor(/^enter Choose/m);
  await console.press('enter');
  await console.waitFor('Reason:');
  console.type('INC-42 hallucinations');
  await console.waitFor('Incident INC-42 recognised.');
  await console.press('enter');
  await console.waitFor('To confirm, type majora@deployed and press enter.');
  console.type('majora@deployed');
  await console.waitFor('> majora@deployed');
  await console.press('enter');
  await console.waitFor('Done: Roll back majora deployed: v4 to v3');
  expect(listDeployed(folder.registry, 'majora')).toEqual(['v3']);
  expect(readJson(folder, 'history', 'majora')).toMatchObject({
    entries: expect.arrayContaining([
      expect.objectContaining({ action: 'rollback', reason: 'INC-42 hallucinations' }),
    ]),
  });
  await console.press('escape');
  await console.waitFor(/> majora .*deployed v3 +now/);
});
