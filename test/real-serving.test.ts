import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { placeDvc } from '../src/adapters/dvc/dvc-places.ts';
import { createTreeReader } from '../src/adapters/dvc/read-tree.ts';
import { createServingReader } from '../src/adapters/dvc/serving/serving-reader.ts';
import { createNodeFileSystem } from '../src/adapters/files/node-file-system.ts';
import { isServingFile } from '../src/core/serving/serving-file.ts';

/** The project of S4: beside the checkout where it is, never inside it. */
const root = resolve(import.meta.dirname, '../../shared/data/genomic-qa');
const hasData = existsSync(root);
if (!hasData)
  process.stderr.write(
    'NOT HERE: ../shared/data/genomic-qa. This run does not prove that its files of endpoints are read.\n',
  );

const inDocument = 'history/models_registry.json.2025-07-27.8808267';
const fileSystem = createNodeFileSystem();

function open(file: string) {
  const reading = { fileSystem, places: placeDvc(root), readTree: createTreeReader(fileSystem, root) };
  return createServingReader({ ...reading, servingFile: join(root, file), fetch: undefined });
}

test
  .skipIf(!hasData)
  .each(['models_registry.json', inDocument, 'history/models_registry.json.2025-08-01.82df70e'])(
  'a real file of endpoints is known for one: %s',
  file => {
    expect(isServingFile(JSON.parse(readFileSync(join(root, file), 'utf8')))).toBe(true);
  },
);

test.skipIf(!hasData)('the real images serve the stable model of qwen', async () => {
  const served = await open('models_registry.json').loadServing('qwen', 'md5-caf98619', 'stable');
  expect(served).toEqual({
    md5: 'caf98619db8840b79b75d9c5fc10ffe7.dir',
    pointer: 'models/hf/stable/qwen.dvc',
    path: 'models/hf/stable/qwen',
    image: 'lovefadia/llm-dev:qwen-q4_k_m_v1',
    endpoint: undefined,
    problem: undefined,
  });
});

test.skipIf(!hasData)('the real endpoints serve it and its candidate, the only family there is', async () => {
  const reader = open(inDocument);
  const found = await reader.listEndpoints({});
  expect(found.answers.map(({ endpoint: { id, model, alias } }) => [id, model, alias])).toEqual([
    ['stable', 'qwen', 'stable'],
    ['candidate', 'qwen', 'candidate'],
  ]);
  expect(await reader.loadServing('qwen', 'run-000', 'candidate')).toMatchObject({
    endpoint: { ollamaName: 'candidate_model', url: 'http://candidate_model:11434/v1/chat/completions' },
  });
});
