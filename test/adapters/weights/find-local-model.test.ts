import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLocalModel } from '../../../src/adapters/weights/find-local-model.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function makeFolder(files: Readonly<Record<string, string>>): string {
  const folder = createTemporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test.each([
  ['MLmodel', { MLmodel: 'flavors: {}', 'model.safetensors': 'w' }],
  ['model.safetensors', { 'config.json': '{}', 'model.safetensors': 'w' }],
  ['a.gguf', { 'a.gguf': 'w', 'b.gguf': 'w' }],
  ['saved_model.pb', { 'saved_model.pb': 'w' }],
])('a folder with %s is a model', async (what, files) => {
  const path = makeFolder(files);
  expect(await findLocalModel(path)).toEqual({ ok: true, path, what });
});

test('a file of weights is a model, through a link too', async () => {
  const folder = makeFolder({ 'model.gguf': 'w' });
  const link = join(folder, 'current.gguf');
  symlinkSync('model.gguf', link);
  expect(await findLocalModel(link)).toEqual({ ok: true, path: link, what: 'current.gguf' });
});

test.each([
  ['a folder with a configuration alone', { 'config.json': '{}' }, '.', /neither an MLmodel nor weights/],
  ['a folder whose weights are empty', { 'model.safetensors': '' }, '.', /its weights are empty/],
  ['an empty file of weights', { 'model.gguf': '' }, 'model.gguf', /it is empty/],
  ['another file', { 'notes.txt': 'w' }, 'notes.txt', /no weights/],
  ['what is not there', {}, 'nowhere', /not there/],
])('%s is none', async (_, files, name, problem) => {
  const found = await findLocalModel(join(makeFolder(files), name));
  expect(found).toEqual({ ok: false, problem: expect.stringMatching(problem) });
});

test('a folder that is called like weights is not taken for them', async () => {
  const folder = createTemporaryFolder();
  mkdirSync(join(folder, 'model.bin'));
  expect(await findLocalModel(folder)).toMatchObject({ ok: false });
});
