import { expect, test } from 'vitest';
import {
  findHostProblem,
  hideSecrets,
  isLoopback,
  isServerText,
  parseServerText,
  readServerText,
} from '../../../src/core/settings/server-address.ts';

test.each([
  ['https://mlflow.example.org', 'https://mlflow.example.org'],
  ['https://mlflow.example.org/', 'https://mlflow.example.org'],
  ['https://MLflow.Example.org:443/team//', 'https://mlflow.example.org/team'],
  ['http://127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ['http://[::1]:5000/a%20b', 'http://[::1]:5000/a%20b'],
])('%s is the server %s', (text, url) => {
  expect(isServerText(text)).toBe(true);
  expect(readServerText(text)).toEqual({ ok: true, address: { url, login: undefined } });
});

test('a user and password are taken out of an address, however they are written', () => {
  expect(parseServerText('https://anna:p%40ss@mlflow.example.org/x', '--registry')).toEqual({
    url: 'https://mlflow.example.org/x',
    login: { username: 'anna', password: 'p@ss' },
  });
  expect(parseServerText('https://token@mlflow.example.org', '--registry')).toMatchObject({
    login: { username: 'token', password: '' },
  });
});

test.each(['http:/host', 'https://', 'http://ho st', 'https://h?token=geheim', 'https://a:geheim%@h'])(
  '%s is refused, and nothing of a login is shown',
  text => {
    const refused = () => parseServerText(text, '--registry');
    expect(refused).toThrow('--registry: "');
    expect(refused).not.toThrow('geheim');
  },
);

test('an address is shown without user, password, and what follows a question mark or a hash', () => {
  expect(hideSecrets('postgresql://me:pa@ss/word@db:5432/mlflow?sslkey=x')).toBe(
    'postgresql://db:5432/mlflow',
  );
  expect(hideSecrets('https://me:pw@h/a#b')).toBe('https://h/a');
  expect(hideSecrets('sqlite:///mlflow.db')).toBe('sqlite:///mlflow.db');
});

test('loopback is this machine and nothing that is only called like it', () => {
  for (const host of ['localhost:5000', '127.0.0.1', '127.1.2.3:80', '[::1]:5000', 'a.localhost'])
    expect(isLoopback(`http://${host}`)).toBe(true);
  for (const host of ['127.evil.example', 'localhost.evil.example', '10.0.0.1', '[::2]'])
    expect(isLoopback(`http://${host}`)).toBe(false);
});

test('a host has a name, and a port or none', () => {
  for (const text of ['mlflow.example.org', 'MLFLOW.example.org:5000', '10.0.0.1:80', '[::1]:5000'])
    expect(findHostProblem(text)).toBeUndefined();
  for (const text of ['https://h', 'h/path', 'a b', 'user@h', '*.example.org:x', ''])
    expect(findHostProblem(text)).toBe('is no host: write mlflow.example.org, or mlflow.example.org:5000');
});
