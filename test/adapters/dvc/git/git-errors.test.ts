import { expect, test } from 'vitest';
import { quoteWords, toGitError } from '../../../../src/adapters/dvc/git/git-errors.ts';
import { listKnownSecrets } from '../../../../src/core/secrets/known-secrets.ts';

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
  // What is named is no word of git's: a remote may be called anything.
  [
    "fatal: '/srv/access denied.git' does not appear to be a git repository\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.",
    'network-failed',
  ],
  ["fatal: unable to access 'https://x/denied to.git/': Could not resolve host: x", 'network-failed'],
  ["fatal: couldn't find remote ref 'access denied'", 'git-failed'],
  // A lock that cannot be made is not one that somebody holds.
  ["fatal: Unable to create '/w/.git/index.lock': Permission denied", 'permission-denied'],
  ["fatal: Unable to create '/w/.git/index.lock': No space left on device", 'disk-full'],
  [
    "error: cannot lock ref 'refs/heads/a': Unable to create '/w/a.lock': Read-only file system",
    'file-system-read-only',
  ],
  // The disk of the remote is not this one.
  ['remote: fatal: write error: No space left on device\nfatal: the remote end hung up', 'network-failed'],
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
  const known = listKnownSecrets({ AWS_SECRET_ACCESS_KEY: 'not/of+any+form' });
  const said = `denied: not/of+any+form, ghp_${'a1B2'.repeat(9)}`;
  expect(quoteWords(said, known)).toBe(' It says: denied: …, …');
});
