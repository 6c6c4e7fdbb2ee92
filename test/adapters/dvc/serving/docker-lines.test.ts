import { expect, test } from 'vitest';
import { listDockerLines } from '../../../../src/adapters/dvc/serving/docker-lines.ts';

test('the lines are those of the document', () => {
  expect(listDockerLines('ghcr.io/me/llm:qwen_run-000', 'qwen', 'run-000')).toEqual([
    ['to pull', 'docker pull ghcr.io/me/llm:qwen_run-000'],
    ['to run', 'docker run -d --name qwen_run-000 -p 11434:11434 ghcr.io/me/llm:qwen_run-000'],
  ]);
});

test.each(['$(reboot)', 'a b', '-v', 'a;b', "a'b", 'a\\b', ''])(
  'a tag that a shell would take for something else gives no line to copy: %s',
  tag => {
    expect(listDockerLines(tag, 'qwen', 'run-000')).toEqual([]);
  },
);

test('nor does such a name, or no tag', () => {
  expect(listDockerLines('llm:1', 'qwen', 'a b')).toEqual([]);
  expect(listDockerLines(undefined, 'qwen', 'run-000')).toEqual([]);
});
