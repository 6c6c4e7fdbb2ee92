import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { quoteWord } from '../../../src/core/plan/quote-word.ts';
import { describeUnsafe } from '../../../src/core/text/safe-text.ts';

test.each([
  'plain',
  'two words',
  "it's",
  'two\nlines\tand \u001b[31mred',
  "a 'quoted' \\n\nline",
  'Zoë\u202e\nß 🙂',
])('a shell reads the word that was meant, and nothing unsafe is shown: %j', word => {
  const quoted = quoteWord(word);
  expect(describeUnsafe(quoted)).toBeUndefined();
  const options = { encoding: 'utf8', env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } } as const;
  expect(execFileSync('bash', ['--noprofile', '--norc', '-c', `printf %s ${quoted}`], options)).toBe(word);
});
