import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createCatalogRegistry } from '../../../src/adapters/catalog/catalog-registry.ts';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { judgePlace } from '../../../src/core/settings/judge-place.ts';
import { parsePlaceText, parseRegistryText } from '../../../src/core/settings/registry-text.ts';
import { createAfsCatalog, modelOf, said } from '../../support/afs-catalog.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const models = [modelOf('majora', 'v1', { version: 'v2', deployed: true })];

test('the file of another program that is whole is no damage: it is said, and there is nothing to do', async () => {
  const catalog = createAfsCatalog({
    models: { majora: { versions: { v1: { path: 'a', stage: 'prod' } }, current: 'v1' } },
    notes: 'ours',
  });
  const doctor = await catalog.run('doctor');
  expect([doctor.code, doctor.out]).toEqual([0, expect.stringContaining('note: the file of models')]);
  expect((await catalog.run('score', 'majora', 'v1', 'a=1', '--yes')).code).toBe(2);
});

test('of a damaged history the folder is named as it is called, and no decision is offered', async () => {
  const catalog = createAfsCatalog(models);
  await catalog.afs('deploy', 'majora', 'v1', ...said);
  const history = join(dirname(catalog.path), 'registry.lastgood', 'history', 'majora');
  rmSync(join(history, '00000001.json'));
  writeFileSync(catalog.path, catalog.readText().replaceAll('"deployed": true', '"deployed": false'));
  const { out } = await catalog.run('doctor', '--dry-run');
  expect(out).toContain('Restore registry.lastgood/history from a backup');
  expect(out).not.toMatch(/--adopt|--revert|Restore \.lastgood/);
});

test('a file that a variable names which another program has too is refused with the name of that variable', async () => {
  const path = join(createTemporaryFolder(), 's4.json');
  writeFileSync(path, JSON.stringify({ qwen: { label: 'Qwen', ollama_name: 'qwen', url: 'http://x' } }));
  const wanted = parsePlaceText(path, 'catalog', 'MODEL_REGISTRY_FILE');
  const place = judgePlace(wanted, path, { stands: 'file', path }, []);
  const { reader } = createCatalogRegistry({
    ...{ path, name: 's4', fileSystem: createNodeFileSystem(), createId: randomUUID, now: Date.now },
    ...{ tool: 'lastgood test', namedBy: place?.namedBy },
  });
  await expect(reader.loadIndex()).rejects.toMatchObject({
    message: expect.stringMatching(/^MODEL_REGISTRY_FILE: s4\.json holds no models/),
    hint: expect.stringContaining('name the registry with --registry'),
  });
  const flagged = parseRegistryText(path, '--registry', []);
  expect(judgePlace(flagged, path, { stands: 'file', path }, [])).not.toHaveProperty('namedBy');
});
