import { expect, test } from 'vitest';
import type { DvcOutput } from '../../../../src/adapters/dvc/dvc-output.ts';
import { parsePointer } from '../../../../src/adapters/dvc/parse-pointer.ts';
import { formatArchived, formatPointer } from '../../../../src/adapters/dvc/write/format-pointer.ts';
import { addIgnoredOutput } from '../../../../src/adapters/dvc/write/ignored-output.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && new TextDecoder().decode(bytes);

const output: DvcOutput = {
  md5: `${'a'.repeat(32)}.dir`,
  sizeBytes: 12,
  fileCount: 3,
  hash: 'md5',
  path: 'models/hf/candidates/qwen/run-002_merged',
};
const pointer = { run: 'run-002', output, path: 'qwen' };

test('a new pointer looks as DVC writes one, with the run in a note', () => {
  expect(textOf(formatPointer(pointer, undefined))).toBe(
    `outs:
- md5: ${output.md5}
  size: 12
  nfiles: 3
  hash: md5
  path: qwen
meta:
  lastgood:
    run: run-002
    md5: ${output.md5}
`,
  );
});

test('comments, order and fields that somebody gave the pointer that stands are kept', () => {
  const standing = `# ours
desc: what qwen serves # do not touch
outs:
  - path: qwen
    md5: ${'b'.repeat(32)}.dir
    size: 1
    nfiles: 9
    remote: cold
    files:
      - md5: ${'c'.repeat(32)}
        relpath: model.bin
meta:
  owner: anna
`;
  expect(textOf(formatPointer(pointer, bytesOf(standing)))).toBe(
    `# ours
desc: what qwen serves # do not touch
outs:
- path: qwen
  md5: ${output.md5}
  size: 12
  nfiles: 3
  remote: cold
  hash: md5
meta:
  owner: anna
  lastgood:
    run: run-002
    md5: ${output.md5}
`,
  );
});

test('a file has no number of files, and what was hashed before DVC 3 does not say how', () => {
  const file = { ...output, md5: 'd'.repeat(32), fileCount: undefined, hash: undefined };
  const standing = formatPointer(pointer, undefined);
  const text = textOf(formatPointer({ ...pointer, output: file }, standing));
  expect(text).not.toMatch(/nfiles|hash:/);
});

test.each(['', 'outs: [', '- a\n- b\n', 'outs: text\nmeta: 3\n'])(
  'what is no pointer (%j) gives way to one that can be read',
  standing => {
    const parsed = parsePointer(formatPointer(pointer, bytesOf(standing)), 'models/hf/stable/qwen.dvc');
    expect(parsed).toMatchObject({
      ok: true,
      value: { output: { md5: output.md5, path: 'models/hf/stable/qwen' }, note: { run: 'run-002' } },
    });
  },
);

test('an archived copy is the pointer as it was, with who replaced it and why, and can be copied back', () => {
  const note = {
    at: '2026-11-21T03:00:00.000Z',
    actor: 'anna',
    reason: 'INC-42: worse\u202e',
    replacedBy: 'run-003',
  };
  const archived = formatArchived(formatPointer(pointer, bytesOf('# ours\n')), undefined, note);
  expect(textOf(archived)).toContain('reason: "INC-42: worse<U+202E>"');
  expect(textOf(archived)).toMatch(/actor: anna\n/);
  const parsed = parsePointer(archived, 'models/hf/stable/qwen.dvc');
  expect(parsed).toMatchObject({
    ok: true,
    value: { output: { md5: output.md5 }, note: { run: 'run-002' } },
  });
});

test('the line by which git leaves an output alone is added once, with the ends of lines that are there', () => {
  expect(textOf(addIgnoredOutput(undefined, 'qwen'))).toBe('/qwen\n');
  expect(textOf(addIgnoredOutput(bytesOf('/mistral'), 'qwen'))).toBe('/mistral\n/qwen\n');
  expect(textOf(addIgnoredOutput(bytesOf('# x\r\n'), 'qwen'))).toBe('# x\r\n/qwen\r\n');
  for (const text of ['/qwen\n', '/qwen/\n', 'a\r\n/qwen  \r\n'])
    expect(addIgnoredOutput(bytesOf(text), 'qwen')).toBeUndefined();
});
