import { expect, test } from 'vitest';
import { editServingFile, type ServedMove } from '../../../../src/adapters/dvc/serving/edit-serving-file.ts';

const move: ServedMove = {
  ...{ family: 'qwen', alias: 'stable', from: 'run-000', to: 'run-001' },
  image: 'llm-dev:qwen_run-001',
};

function edit(text: string, change: Partial<ServedMove> = {}): string {
  const edited = editServingFile(Buffer.from(text), { ...move, ...change });
  if (edited.edit === 'changed') return Buffer.from(edited.bytes).toString();
  return edited.edit === 'none' ? 'none' : `refused: ${edited.problem}`;
}

const images =
  '{\n    "qwen": { "stable": "llm-dev:old",  "candidate": "" , "port": 11434.0 },\n\t"other": {"stable":""}}\n';

test('the image of the family follows, and every other byte stays', () => {
  expect(edit(images)).toBe(images.replace('llm-dev:old', 'llm-dev:qwen_run-001'));
  expect(edit(`\ufeff${images.replaceAll('\n', '\r\n')}`)).toBe(
    `\ufeff${images.replaceAll('\n', '\r\n').replace('llm-dev:old', 'llm-dev:qwen_run-001')}`,
  );
});

test('an alias that is taken away has no image', () => {
  expect(edit(images, { to: null, image: undefined })).toBe(images.replace('llm-dev:old', ''));
});

test('an ollama_name that names the run which leaves goes on to the one that comes', () => {
  const text =
    '{"a":{"label":"Qwen Stable","ollama_name":"qwen_run-000","url":"http://h:1"},"b":{"ollama_name":"qwen_run-000","url":"http://h:2"}}';
  expect(edit(text)).toBe(text.replace('qwen_run-000', 'qwen_run-001'));
});

test('what a server calls its model itself stays', () => {
  expect(edit('{"stable":{"ollama_name":"stable_model","url":"http://h"}}')).toBe('none');
});

test('a file that says so already is left alone', () => {
  expect(edit(edit(images))).toBe('none');
});

test.each([
  ['a family without an image of the run', images, { image: undefined }, 'nobody knows the image of run-001'],
  ['a torn file', images.slice(0, 40), {}, 'it cannot be read: '],
  ['an empty file', '', {}, 'it cannot be read: empty'],
  ['a file of another program', '{"models":{}}', {}, 'it holds something that is neither'],
])('%s is refused, and says why', (_, text, change, problem) => {
  expect(edit(text, change)).toMatch(`refused: ${problem}`);
});

test('of a key that stands twice the last one counts, as in Python', () => {
  const text = '{"qwen":{"stable":"one","stable":"two"}}';
  expect(JSON.parse(edit(text))).toEqual({ qwen: { stable: 'llm-dev:qwen_run-001' } });
});
