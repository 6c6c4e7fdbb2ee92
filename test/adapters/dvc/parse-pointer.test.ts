import { expect, test } from 'vitest';
import { parsePointer } from '../../../src/adapters/dvc/parse-pointer.ts';
import { formatDvcFile, formatNotedFile } from '../../support/dvc/dvc-tree.ts';

const file = 'models/hf/stable/qwen.dvc';
const md5 = 'caf98619db8840b79b75d9c5fc10ffe7.dir';
const usual = formatDvcFile({ md5, size: 16397435384, nfiles: 17, hash: 'md5', path: 'qwen' });
const parse = (text: string, at = file) => parsePointer(new TextEncoder().encode(text), at);
const output = { md5, sizeBytes: 16397435384, fileCount: 17, hash: 'md5', path: 'models/hf/stable/qwen' };

test.each([
  ['as DVC writes it', usual],
  ['with a byte order mark', `\ufeff${usual}`],
  ['with line ends of Windows', usual.replaceAll('\n', '\r\n')],
  ['with comments', `# stable\n${usual}# the end\n`],
  ['with another folder to take paths from', usual.replace('path: qwen', 'path: stable/qwen\nwdir: ..')],
  ['with a digest in capitals', usual.replace('caf98619', 'CAF98619')],
])('a pointer %s names its output', (_, text) => {
  expect(parse(text)).toMatchObject({ ok: true, value: { output } });
});

test('a pointer of DVC 2 says neither how it was hashed nor how many files there are', () => {
  expect(parse(formatDvcFile({ md5: 'a'.repeat(32), path: 'qwen' }))).toMatchObject({
    value: {
      output: {
        ...{ md5: 'a'.repeat(32), sizeBytes: undefined, fileCount: undefined, hash: undefined },
        path: 'models/hf/stable/qwen',
      },
    },
  });
});

test.each([
  ['..\\..\\gguf\\qwen.gguf', 'models/gguf/qwen.gguf'],
  ['../../../../secret', '../secret'],
  ['D:\\models\\qwen', 'D:/models/qwen'],
  ['/srv/qwen', '/srv/qwen'],
])('a path %s is taken from the folder of the pointer', (path, expected) => {
  expect(parse(formatDvcFile({ md5, path: JSON.stringify(path) }))).toMatchObject({
    value: { output: { path: expected } },
  });
});

test.each([
  ['nothing at all', '', 'empty'],
  ['white space', ' \n', 'empty'],
  ['no output', 'outs: []\n', 'it names no output'],
  ['an output that is cut off', 'outs:\n- md5: caf9861', 'an output in it has no path'],
  ['no digest', 'outs:\n- path: qwen\n', 'its output qwen has no md5'],
  [
    'a digest that is none',
    'outs:\n- path: qwen\n  md5: 17\n',
    'the md5 of its output qwen is 17, which is none',
  ],
  ['two outputs', `${usual}- md5: ${md5}\n  path: other\n`, 'it names 2 outputs, and one is needed'],
  ['a list', '- outs\n', 'no mapping'],
  ['a merge', `<<<<<<< HEAD\n${usual}`, 'in the middle of a merge that was not finished'],
  ['a value that holds itself', 'outs: &a [*a]\n', /^malformed: /],
  ['NUL characters', 'outs:\0\0\0', /./],
  ['a key twice', `${usual}outs: []\n`, /^no YAML: line 7: Map keys must be unique/],
])('a file with %s is no pointer, and says why', (_, text, problem) => {
  expect(parse(text)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
});

test('a terminal is not steered by what a pointer says', () => {
  const reading = parse(`outs:\n- path: "\\e[31mred"\n`);
  expect(reading).toMatchObject({ ok: false, problem: 'its output ^[[31mred has no md5' });
});

test('a description and further fields are kept, and a note counts for its own digest', () => {
  const noted = formatNotedFile({ md5, path: 'qwen' }, 'run-000');
  expect(parse(`${noted}  owner: anna\ndesc: served since July\n`)).toMatchObject({
    value: {
      description: 'served since July',
      note: { run: 'run-000', md5 },
      meta: { lastgood: { run: 'run-000', md5 }, owner: 'anna' },
    },
  });
  const other = noted.replace(`- md5: ${md5}`, `- md5: ${'b'.repeat(32)}`);
  expect(parse(other)).toMatchObject({ ok: true, value: { note: undefined } });
  expect(parse(noted.replace('run: run-000', 'run: ../up'))).toMatchObject({ value: { note: undefined } });
});
