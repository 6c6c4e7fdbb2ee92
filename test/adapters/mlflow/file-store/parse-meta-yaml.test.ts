import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  parseAnyYaml,
  parseMetaYaml,
  parsePlainLines,
} from '../../../../src/adapters/mlflow/file-store/parse-meta-yaml.ts';

const fieldsOf = (text: string) => {
  const reading = parseMetaYaml(text);
  return reading.ok ? Object.fromEntries(reading.value) : reading.fault;
};

test.each([
  ['numbers stay text, with all their digits', 'version: 9007199254740993', { version: '9007199254740993' }],
  ['an identifier that looks like a number is text', 'run_id: 1234e5678', { run_id: '1234e5678' }],
  ['a date is text', 'a: 2025-05-19', { a: '2025-05-19' }],
  [
    'null is nothing',
    'a: null\nb: ~\nc:\nd: Null',
    { a: undefined, b: undefined, c: undefined, d: undefined },
  ],
  ['what is quoted is text', `a: 'null'\nb: ''\nc: "~"`, { a: 'null', b: '', c: '~' }],
  ['the stage None is a word', 'current_stage: None', { current_stage: 'None' }],
  [
    'lists and maps are nothing',
    'a: []\nb: {}\nc:\n- x\nd:\n  e: 1',
    { a: undefined, b: undefined, c: undefined, d: undefined },
  ],
  ['a Windows address is text', 'source: file:///c:/Users/x/mlruns', { source: 'file:///c:/Users/x/mlruns' }],
  ['a long line is folded', 'a: one two\n  three\n\n  four', { a: 'one two three\nfour' }],
  ['escapes are read', 'a: "\\U0001F600\\_\\x07\\n"', { a: '😀\u00a0\u0007\n' }],
  ['of a key that stands twice the last counts', 'a: 1\na: 2', { a: '2' }],
  ['tags of Python are not obeyed', 'a: !!python/object/apply:os.system [x]\nb: 1', { a: undefined, b: '1' }],
  ['aliases are not followed', 'a: &x 1\nb: *x', { a: '1', b: undefined }],
  ['a byte order mark and carriage returns are no part of it', '\ufeffa: 1\r\nb: 2\r\n', { a: '1', b: '2' }],
  ['nothing is empty', '', 'empty'],
  ['blanks are empty', ' \n\n', 'empty'],
  ['a remark alone is empty', '# later', 'empty'],
  ['a list is no map', '- a', 'not-an-object'],
  ['a word is no map', 'word', 'not-an-object'],
  ['two documents are malformed', 'a: 1\n---\nb: 2', 'malformed'],
  ['an open bracket is malformed', 'a: [1', 'malformed'],
])('%s', (_, text, expected) => {
  expect(fieldsOf(text)).toEqual(expected);
});

const word = fc.stringMatching(/^[A-Za-z0-9_./@+=%~\\:' [\]{}#&*!|>,"-]{0,12}$/);

test('plain lines say the same as all of YAML', () => {
  const line = fc.tuple(fc.stringMatching(/^[a-z_]{1,8}$/), word).map(([key, value]) => `${key}: ${value}`);
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), lines => {
      const text = `${lines.join('\n')}\n`;
      const plain = parsePlainLines(text);
      if (plain !== undefined) expect(parseAnyYaml(text)).toEqual({ ok: true, value: plain });
    }),
    { numRuns: 2000 },
  );
});

test('no text makes it throw', () => {
  const piece = fc.oneof(
    word,
    fc.constantFrom('\n', ': ', '- ', '  ', '&a ', '*a', '? ', '---\n', '%YAML 9\n'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), pieces => {
      const reading = parseMetaYaml(pieces.join(''));
      if (!reading.ok) expect(reading.problem).not.toMatch(/[\n\x1b]/);
    }),
    { numRuns: 2000 },
  );
});

test('brackets inside each other without end are refused in words', () => {
  const deep = '['.repeat(50_000);
  expect(parseMetaYaml(`a: ${deep}`)).toMatchObject({ ok: false, fault: 'malformed' });
  expect(parseMetaYaml(`${'{a: '.repeat(50_000)}`)).toMatchObject({ ok: false, fault: 'malformed' });
  expect(parseMetaYaml('- '.repeat(50_000))).toMatchObject({ ok: false });
});
