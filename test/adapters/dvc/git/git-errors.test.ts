import { expect, test } from 'vitest';
import { quoteWords, toGitError } from '../../../../src/adapters/dvc/git/git-errors.ts';

test.each([
  [
    "fatal: could not read Username for 'https://git.example.org': terminal prompts disabled",
    'login-required',
  ],
  ['git@git.example.org: Permission denied (publickey).', 'login-required'],
  [
    'remote: Permission to a/b.git denied to ben.\nfatal: unable to access: The requested URL returned error: 403',
    'access-denied',
  ],
  ["fatal: unable to access 'https://x/': Could not resolve host: x", 'network-failed'],
  ["fatal: '/srv/away.git' does not appear to be a git repository", 'network-failed'],
  ["fatal: Unable to create '/w/.git/index.lock': File exists.", 'git-busy'],
  [
    "error: cannot lock ref 'refs/heads/main': Unable to create '/w/.git/refs/heads/main.lock': File exists.",
    'git-busy',
  ],
  ['fatal: no email was given and auto-detection is disabled', 'git-identity-missing'],
  ['fatal: detected dubious ownership in repository at /w', 'permission-denied'],
  ['fatal: not a git repository (or any of the parent directories): .git', 'not-a-working-tree'],
  ['error: file write error: No space left on device', 'disk-full'],
  ['fatal: something new', 'git-failed'],
])('what git says, %j, has the code %s', (words, code) => {
  const error = toGitError('do it', { failure: 'exit', exitCode: 128, words });
  expect(error.code).toBe(code);
  expect(error.message).toMatch(/^Cannot do it: git ended with 128\. It says: /);
  expect(error.data).toEqual({ exitCode: 128 });
});

test('a program that is not there is named, with what to do', () => {
  const error = toGitError('do it', { failure: 'missing', exitCode: undefined, words: 'ENOENT' });
  expect(error).toMatchObject({ code: 'tool-missing', data: { tool: 'git', errno: 'ENOENT' } });
});

test('words from outside are made safe, shortened, and lose passwords of addresses', () => {
  const words =
    "hint: try this\nfatal: unable to access 'https://anna:s3cret@git.example.org/x.git'\u001b[31m\r\n";
  const quoted = quoteWords(words);
  expect(quoted).toBe(" It says: fatal: unable to access 'https://git.example.org/x.git'^[[31m");
  expect(quoteWords('x'.repeat(5000)).length).toBeLessThan(450);
  expect(quoteWords('\n\n')).toBe('');
});
