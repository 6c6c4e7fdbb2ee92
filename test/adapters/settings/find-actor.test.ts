import { execFileSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { findActor } from '../../../src/adapters/settings/find-actor.ts';
import { findGitEmail } from '../../../src/adapters/settings/find-git-email.ts';
import { findLogin } from '../../../src/adapters/settings/find-login.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const noEmail = async () => undefined;

test('who is named acts, and git is not asked', async () => {
  const findEmail = () => Promise.reject(new Error('git was asked'));
  const actor = await findActor({
    named: 'mara',
    findGitEmail: findEmail,
    login: { user: 'root', host: 'h' },
  });
  expect(actor).toEqual({ name: 'mara', sharedLogin: false });
});

test('an email in git stands for a person even under a shared login', async () => {
  const login = { user: 'root', host: 'h' };
  const actor = await findActor({ named: ' ', findGitEmail: async () => 'mara@example.com', login });
  expect(actor).toEqual({ name: 'mara@example.com', sharedLogin: false });
});

test.each([
  ['mara', false],
  ['root', true],
  ['Ubuntu', true],
  ['ec2-user', true],
  ['admin', true],
  ['', true],
])('without anything better %j at its host acts; shared: %s', async (user, sharedLogin) => {
  const actor = await findActor({ named: undefined, findGitEmail: noEmail, login: { user, host: 'box' } });
  expect(actor).toEqual({ name: `${user}@box`, sharedLogin });
});

test('a name from outside is made safe and short', async () => {
  const named = `\u001b[31m${'x'.repeat(500)}`;
  const { name } = await findActor({ named, findGitEmail: noEmail, login: { user: 'u', host: 'h' } });
  expect(name.startsWith('^[[31mxxx')).toBe(true);
  expect([...name]).toHaveLength(200);
});

test('the email of the repository is found', async () => {
  const folder = createTemporaryFolder();
  execFileSync('git', ['init', '--quiet', folder]);
  execFileSync('git', ['config', 'user.email', 'joel@example.com'], { cwd: folder });
  expect(await findGitEmail(folder)).toBe('joel@example.com');
});

test('without an email, or without git, there is none', async () => {
  const folder = createTemporaryFolder();
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_SYSTEM', '/dev/null');
  expect(await findGitEmail(folder)).toBeUndefined();
  vi.stubEnv('PATH', folder);
  expect(await findGitEmail(folder)).toBeUndefined();
  vi.unstubAllEnvs();
});

test('the login is USER, else LOGNAME, else what the system says', () => {
  expect(findLogin({ USER: 'mara', LOGNAME: 'x' }).user).toBe('mara');
  expect(findLogin({ USER: '', LOGNAME: 'joel' }).user).toBe('joel');
  expect(typeof findLogin({}).user).toBe('string');
});
