import { expect, test } from 'vitest';
import { findNearest, listNearest } from '../../../src/core/text/find-nearest.ts';

const names = ['groundedness', 'recall', 'latency_total'];

test('the nearest name is one that differs by few letters, upper case or not', () => {
  expect(findNearest('Groundednes', names)).toBe('groundedness');
  expect(findNearest('xyz', names)).toBeUndefined();
  expect(findNearest('anything', [])).toBeUndefined();
});

test('two letters that changed places are one slip, as anybody makes it', () => {
  expect(findNearest('gtae', ['take', 'gate'])).toBe('gate');
  expect(findNearest('maxAeg', ['maxAge', 'main'])).toBe('maxAge');
  expect(findNearest('recla', ['scale', 'recal'])).toBe('recal');
  expect(findNearest('ab', ['ba', 'xy'])).toBe('ba');
});

test('the nearest names come first, however far they are', () => {
  expect(listNearest('latency', names, 2)).toEqual(['latency_total', 'recall']);
  expect(listNearest('x'.repeat(100_000), names, 5)).toHaveLength(3);
});
