import { expect, test } from 'vitest';
import { makeDvcRepository, writeBelow } from '../support/dvc-repository.ts';
import { openDvc } from '../support/dvc-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { runLastgood } from '../ui/command-line/command-line.ts';

/** The page ended with a KeyError on the file that the scripts beside it had written. */
async function resolveWith(file: string | undefined) {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  if (file !== undefined) writeBelow(root, 'models_registry.json', file);
  return await runLastgood(root, ['resolve', 'qwen', '--json'], { registry: openDvc(folder, root).registry });
}

const served = { pointer: 'models/hf/stable/qwen.dvc', path: 'models/hf/stable/qwen' };
const nothing = { endpoint: null, ollamaName: null, url: null, image: null, problem: null };

test('B4.6: the endpoint of a family is found in the schema of the document', async () => {
  const url = 'http://localhost:11434/v1/chat/completions';
  const run = await resolveWith(
    JSON.stringify({ qwen_v2: { label: 'Qwen Stable', ollama_name: 'qwen_v2', url } }),
  );
  expect(run.json()).toMatchObject({
    ...{ version: 'run-001' },
    serving: { ...served, ...nothing, endpoint: 'qwen_v2', ollamaName: 'qwen_v2', url },
  });
});

test('B4.6: the image of a family is found in the schema of the scripts', async () => {
  const run = await resolveWith('{"qwen": {"stable": "lovefadia/llm-dev:qwen-q4_k_m_v1", "candidate": ""}}');
  expect(run.json()).toMatchObject({
    serving: { ...served, ...nothing, image: 'lovefadia/llm-dev:qwen-q4_k_m_v1' },
  });
});

test('B4.6: both in one file are read, and no file at all is nothing odd', async () => {
  const both = '{"qwen": {"stable": "llm:1"}, "qwen_stable": {"ollama_name": "q", "url": "http://h:1"}}';
  expect((await resolveWith(both)).json()).toMatchObject({
    serving: { image: 'llm:1', endpoint: 'qwen_stable', url: 'http://h:1' },
  });
  expect((await resolveWith(undefined)).json()).toMatchObject({ serving: { ...served, ...nothing } });
});

test('B4.6: a torn file says so, and what to load is told all the same', async () => {
  const run = await resolveWith('{"qwen": {"stab');
  expect(run.code).toBe(0);
  expect(run.json()).toMatchObject({
    version: 'run-001',
    serving: { ...served, problem: expect.stringMatching(/^models_registry\.json cannot be read: torn/) },
  });
  expect(run.error).toContain('models_registry.json cannot be read');
});
