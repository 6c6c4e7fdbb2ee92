import { expect, test } from 'vitest';
import { withoutFullStop } from '../../../src/core/text/full-stop.ts';

test('a sentence inside of another has no full stop of its own', () => {
  expect(withoutFullStop('It cannot be read.')).toBe('It cannot be read');
  expect(withoutFullStop('it cannot be read')).toBe('it cannot be read');
});
