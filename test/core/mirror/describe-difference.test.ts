import { describe, expect, test } from 'vitest';
import {
  describeSides,
  nameSourceProblem,
  reasonSourceRefuses,
} from '../../../src/core/mirror/describe-condition.ts';
import {
  countDifferences,
  findWorst,
  groupDifferences,
} from '../../../src/core/mirror/describe-difference.ts';
import { differenceWords } from '../../../src/core/mirror/difference-words.ts';
import { difference, forkedMirror, sameOnBothSides, withProblem } from '../../support/sample-mirror.ts';

describe('differences', () => {
  test('are told by kind, what one has to know first on top, those of a kind by name', () => {
    const groups = groupDifferences([...forkedMirror.differences, difference('only-here', { name: 'a_v1' })]);
    expect(groups.map(({ kind, differences }) => [kind, ...differences.map(({ name }) => name)])).toEqual([
      ['history-forked', '.lastgood/history/rag'],
      ['only-here', 'a_v1', 'other_v9'],
      ['only-in-bucket', 'rag_v3'],
      ['stranger', 'notes.txt'],
    ]);
  });

  test('are counted in one sentence, worst first', () => {
    expect(describeSides(forkedMirror)).toBe(
      '1 history is FORKED; 1 is here only; the bucket has 1 that is not here; 1 in the bucket is no part of the registry.',
    );
    expect(countDifferences([difference('changed-here'), difference('pointer-stale')])).toEqual(['2 differ']);
    expect(describeSides(sameOnBothSides)).toBe('Both sides are the same.');
  });

  test('are as bad as the worst of them', () => {
    expect(findWorst(forkedMirror.differences)).toBe('critical');
    expect(findWorst([difference('only-in-bucket'), difference('only-here')])).toBe('warning');
    expect(findWorst([])).toBeUndefined();
  });

  test('every kind says in sentences what it means and what can be done', () => {
    for (const { meaning, choices } of Object.values(differenceWords)) {
      for (const text of [meaning, ...choices.map(choice => choice.text)]) expect(text).toMatch(/^\S.*\.$/);
    }
  });
});

test('nothing is compared with a bucket that was never read', () => {
  expect(describeSides({ ...forkedMirror, isRead: false })).toBe(
    'The bucket was not read to its end yet, so nothing can be compared.',
  );
});

test('a bucket that cannot be read stops writes, with what to do', () => {
  const login = withProblem('login-required', 'Run gcloud auth application-default login.');
  expect(nameSourceProblem('bucket', login)).toBe('LOGIN EXPIRED');
  expect(reasonSourceRefuses('bucket', login)).toBe(
    'LOGIN EXPIRED, no writes. Run gcloud auth application-default login.',
  );
  expect(reasonSourceRefuses('bucket', sameOnBothSides)).toBeUndefined();
});

test('a server says what it lacks in words of its own, and calls no failure one of the mirror', () => {
  const { problem } = withProblem('login-required', 'Set MLFLOW_TRACKING_TOKEN.');
  expect(reasonSourceRefuses('server', { problem })).toBe(
    'LOGIN NEEDED, no writes. Set MLFLOW_TRACKING_TOKEN.',
  );
  const other = { code: 'answer-damaged', message: 'That is HTML.', hint: '' } as const;
  expect(nameSourceProblem('server', { problem: other })).toBe('SERVER FAILED');
  expect(nameSourceProblem('bucket', { problem: other })).toBe('MIRROR FAILED');
});
