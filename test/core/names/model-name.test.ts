import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/core/errors/app-error.ts';
import {
  checkAliasName,
  checkAnyAliasName,
  checkModelName,
  checkServerAliasName,
  checkVersionName,
} from '../../../src/core/names/model-name.ts';

function findRefusal(check: () => string): InvalidInputError | undefined {
  try {
    check();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof InvalidInputError) return thrown;
    throw thrown;
  }
}

describe('names', () => {
  test.each([
    'frontshift-rag',
    'rag',
    'модель',
    '模型',
    'a.b',
    'a b',
    'Qwen3-4B_q8',
    'a'.repeat(128),
    'console',
    'latest',
  ])('the model name %s is taken as it is', name => {
    expect(checkModelName(name)).toBe(name);
  });

  test.each([
    ['', 'is empty'],
    ['a/b', 'holds "/"'],
    ['a\\b', 'holds "\\"'],
    ['..', 'begins with a dot'],
    ['a..b', 'holds ".."'],
    ['.hidden', 'begins with a dot'],
    ['.lastgood', 'begins with a dot'],
    ['rollback_logs', 'is kept for the registry itself'],
    ['Rollback_Logs', 'is kept for the registry itself'],
    ['-rf', 'begins with a dash'],
    ['a\0b', 'holds a control character'],
    ['a\nb', 'holds a line break or tab'],
    ['\x1b[31mrag', 'holds a control character'],
    ['a\u202eb', 'holds a direction control'],
    ['a\u200bb', 'holds an invisible character'],
    ['a\ud800', 'holds a stray character'],
    [' a', 'begins or ends with a space'],
    ['a.', 'ends with a dot'],
    ['CON', 'is a device name on Windows'],
    ['nul.txt', 'is a device name on Windows'],
    ['com1', 'is a device name on Windows'],
    ['a:b', 'holds ":"'],
    ['a*', 'holds "*"'],
    ['a[1]', 'holds "["'],
    ['a'.repeat(129), 'is longer than 128 characters'],
    ['模'.repeat(100), 'is longer than 255 bytes'],
  ])('the model name %j is refused', (name, problem) => {
    const refusal = findRefusal(() => checkModelName(name));
    expect(refusal?.code).toBe('invalid-name');
    expect(refusal?.message).toContain(problem);
  });

  test('a refusal shows the name without obeying it', () => {
    const refusal = findRefusal(() => checkVersionName('\x1b]0;owned\x07'));
    expect(refusal?.message).toBe('The version name "^[]0;owned^G" holds a control character.');
  });

  test.each(['latest', 'Production', 'stable', 'candidate-2', 'v', 'v2b'])('the alias %s is taken', alias => {
    expect(checkAliasName(alias)).toBe(alias);
  });

  test.each(['v7', 'V12', '7', 'a_b', '2fast', 'a b', 'modèle', ''])('the alias %j is refused', alias => {
    expect(findRefusal(() => checkAliasName(alias))?.code).toBe('invalid-name');
  });

  test.each(['latest', 'my_alias', '_x', '0day'])('settings may name the alias %s', alias => {
    expect(checkAnyAliasName(alias)).toBe(alias);
  });

  test.each(['Latest', 'v7', 'a b', '-x', 'modèle', ''])('a server gets no new alias %j', alias => {
    expect(findRefusal(() => checkServerAliasName(alias))?.code).toBe('invalid-name');
  });

  test('the hint of a refusal says what that name may have', () => {
    expect(findRefusal(() => checkAliasName('a_b'))?.hint).not.toContain('underscore');
    expect(findRefusal(() => checkServerAliasName('a b'))?.hint).toContain('underscores');
  });
});
