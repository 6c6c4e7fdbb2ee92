import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findRegistry } from '../../../src/adapters/settings/find-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const nothingConfigured = { registries: [], defaultRegistry: undefined, transport: 'sdk' } as const;
const endpoints = '{"qwen_v2": {"label": "Qwen", "ollama_name": "qwen_v2", "url": "http://h:11434"}}';
const images = '{"qwen": {"stable": "llm-dev:one", "candidate": ""}}';

function find(workingFolder: string, variables: Readonly<Record<string, string>>, kind?: 'dvc') {
  const sources = { flag: undefined, cache: undefined, variables, settings: nothingConfigured, kind };
  return findRegistry(sources, { workingFolder, homeFolder: '/nowhere' });
}

/** A working tree with a pointer, and a file of endpoints at its top. */
function makeTree(text = endpoints): string {
  const folder = createTemporaryFolder();
  mkdirSync(join(folder, '.dvc'));
  mkdirSync(join(folder, 'models/hf/stable'), { recursive: true });
  writeFileSync(join(folder, 'models/hf/stable/qwen.dvc'), '');
  writeFileSync(join(folder, 'models_registry.json'), text);
  return folder;
}

const named = { MODEL_REGISTRY_FILE: 'models_registry.json' };

test.each([
  ['endpoints', endpoints],
  ['images', images],
  ['a torn file in a tree of S4', endpoints.slice(0, 30)],
])('MODEL_REGISTRY_FILE that names S4’s file means the tree, not a catalogue: %s', async (_, text) => {
  const folder = makeTree(text);
  const file = join(folder, 'models_registry.json');
  expect(await find(folder, named)).toMatchObject({
    ...{ kind: 'dvc', path: folder, ollama: { file, update: 'stays' } },
  });
});

test('the tree around the file is meant where the working folder is in none', async () => {
  const folder = makeTree();
  const file = join(folder, 'models_registry.json');
  const elsewhere = createTemporaryFolder();
  expect(await find(elsewhere, { MODEL_REGISTRY_FILE: file })).toMatchObject({ kind: 'dvc', path: folder });
});

test('a file of models stays what it means to AFS', async () => {
  const folder = makeTree('{"models": {}}');
  expect(await find(folder, named)).toMatchObject({ kind: 'catalog', namedBy: 'MODEL_REGISTRY_FILE' });
});

test('beside another original’s registry S4’s file decides nothing', async () => {
  const folder = makeTree();
  mkdirSync(join(folder, 'versions'));
  expect(await find(folder, { ...named, MODEL_REGISTRY_DIR: 'versions' })).toMatchObject({
    ...{ kind: 'directory', path: join(folder, 'versions') },
  });
});

test('in no working tree nothing is found, and nothing fails', async () => {
  const folder = createTemporaryFolder();
  writeFileSync(join(folder, 'models_registry.json'), images);
  expect(await find(folder, named)).toBeUndefined();
});

test('S4’s own commands mean the tree around the working folder, and no other folder', async () => {
  const folder = makeTree();
  expect(await find(join(folder, 'models/hf'), {}, 'dvc')).toMatchObject({ kind: 'dvc', path: folder });
  expect(await find(createTemporaryFolder(), {}, 'dvc')).toBeUndefined();
});
