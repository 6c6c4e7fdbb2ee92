import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readValueFile } from '../../../src/adapters/settings/read-value-file.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function write(name: string, text: string): string {
  const path = join(createTemporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

test.each([
  ['a.json', '{"top_k": 5, "name": null}', { top_k: 5, name: null }],
  ['a.yaml', 'retriever:\n  top_k: 5 # few\n  on: true\n', { retriever: { top_k: 5, on: true } }],
  ['rag', '{"top_k": 5}', { top_k: 5 }],
  ['empty.yaml', '', null],
])('%s gives its value', async (name, text, value) => {
  expect(await readValueFile(write(name, text))).toEqual(value);
});

test.each([
  ['torn.json', '{"a": ', 'is torn'],
  ['torn.yaml', 'a: [1, 2', 'is no usable YAML'],
  ['infinite.yaml', 'a: .inf', 'is no usable YAML: Infinity has no form in JSON'],
  ['deep.yaml', `${'['.repeat(20_000)}`, 'is no usable YAML'],
])('%s is refused', async (name, text, words) => {
  await expect(readValueFile(write(name, text))).rejects.toMatchObject({
    code: 'unreadable-file',
    message: expect.stringContaining(words),
  });
});

test('a file that is not there and a folder are refused', async () => {
  const folder = createTemporaryFolder();
  await expect(readValueFile(join(folder, 'gone.yaml'))).rejects.toMatchObject({ code: 'unreadable-file' });
  await expect(readValueFile(folder)).rejects.toMatchObject({ code: 'unreadable-file' });
});
