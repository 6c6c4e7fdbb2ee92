import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTypedPath } from '../../../src/ui/components/typed-path.ts';

test.each([
  ['as it is typed', '/srv/my results', '/srv/my results'],
  ['with spaces around it', '  results/2024 ', 'results/2024'],
  ['with a home folder', '~/results', '/home/ada/results'],
  ['that is the home folder', '~', '/home/ada'],
  ["of somebody else's home folder", '~bob/results', '~bob/results'],
  ['with an escaped tilde', '\\~/results', '~/results'],
  ['with a tilde inside', 'results/~/old', 'results/~/old'],
  ['in single quotes, as a terminal drops it', "'/srv/my results' ", '/srv/my results'],
  ['in double quotes', '"/srv/my \\"best\\" results"', '/srv/my "best" results'],
  ['in quotes, with an apostrophe', "'/srv/bob'\\''s results'", "/srv/bob's results"],
  ['in quotes, with a tilde', "'~/results'", '~/results'],
  ['with escaped spaces, as a shell has it', '/srv/my\\ results\\ \\(2\\)', '/srv/my results (2)'],
  ['that ends with an escaped space', '/srv/odd\\ ', '/srv/odd '],
  ['with an apostrophe of its own', "/srv/bob's results", "/srv/bob's results"],
  ['with a quote that nothing closes', "'/srv/bob", "'/srv/bob"],
  ['that ends with a backslash', '/srv/odd\\', '/srv/odd\\'],
])('a path %s', (_, typed, path) => {
  expect(parseTypedPath(typed, '/home/ada')).toBe(path);
});

test.each(['', '  ', "''", '""'])('nothing is typed with %j', typed => {
  expect(parseTypedPath(typed, '/home/ada')).toBeUndefined();
});

test('whatever a folder is called, quoted by a shell or escaped it is found', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1 }).map(text => `/srv/${text}`);
  fc.assert(
    fc.property(name, path => {
      expect(parseTypedPath(`'${path.replaceAll("'", "'\\''")}'`, '/home/ada')).toBe(path);
      expect(parseTypedPath(path.replaceAll(/[^\p{L}\p{N}/]/gu, '\\$&'), '/home/ada')).toBe(path);
    }),
  );
});
