import { expect, test } from 'vitest';
import { describeStanding } from '../../../src/ui/format/gate.ts';

test('a policy that cannot be used is told in a sentence that may go on', () => {
  const standing = { at: 'unusable-policy', problem: 'There is no policy called house.' } as const;
  expect(describeStanding(standing, '2026-03-01T12:00:00.000Z')).toBe(
    'the policy cannot be used: There is no policy called house',
  );
});
