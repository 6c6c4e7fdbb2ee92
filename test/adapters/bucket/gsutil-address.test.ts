import { expect, test } from 'vitest';
import { formatGsutilPattern } from '../../../src/adapters/bucket/gsutil-address.ts';

test('a pattern fits what begins with a prefix, whatever stands in it', () => {
  const address = { bucket: 'b', prefix: 'team/registry/' };
  expect(formatGsutilPattern(address, 'rag[1]')).toBe('gs://b/team/registry/rag[[]1[]]**');
});

test.each(['[x]/', 'team/*/', 'a?b/'])(
  'a registry in the folder %s is not for gsutil, which says what is',
  prefix => {
    expect(() => formatGsutilPattern({ bucket: 'b', prefix }, '')).toThrow(
      expect.objectContaining({ code: 'invalid-name', hint: expect.stringContaining('transport sdk') }),
    );
  },
);
