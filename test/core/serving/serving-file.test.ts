import { expect, test } from 'vitest';
import { isServingFile, readServingFile } from '../../../src/core/serving/serving-file.ts';

test('endpoints by id and images by family are read, also from one file', () => {
  const file = {
    qwen_v2: { label: 'Qwen Stable', ollama_name: 'qwen_v2', url: 'http://localhost:11434', more: [1] },
    qwen: { stable: 'llm-dev:qwen_v1', candidate: '' },
    notes: 'by hand',
  };
  expect(readServingFile(file)).toEqual({
    endpoints: [
      { id: 'qwen_v2', label: 'Qwen Stable', ollamaName: 'qwen_v2', url: 'http://localhost:11434' },
    ],
    images: [{ family: 'qwen', stable: 'llm-dev:qwen_v1', candidate: '' }],
    strangers: ['notes'],
  });
});

test.each([
  ['the endpoints of its document', { a: { label: 'A', ollama_name: 'a', url: 'http://a' } }, true],
  ['the images that its scripts write', { qwen: { stable: '', candidate: '' } }, true],
  ['models of AFS', { models: {} }, false],
  ['models of AFS by name', { majora: { versions: { v1: {} } } }, false],
  ['a model of AFS that is called stable', { stable: { versions: {} } }, false],
  ['nothing', {}, false],
  ['something else beside an endpoint', { a: { url: 'http://a' }, b: 3 }, false],
])('whether a file is S4’s own: %s', (_, file, isTheirs) => {
  expect(isServingFile(file)).toBe(isTheirs);
});

test('a field of another type is as if it were not there', () => {
  expect(readServingFile({ a: { ollama_name: 7, url: 'http://a', label: null } }).endpoints).toEqual([
    { id: 'a', label: undefined, ollamaName: undefined, url: 'http://a' },
  ]);
});
