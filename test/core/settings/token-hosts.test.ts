import { expect, test } from 'vitest';
import { mergeSettings } from '../../../src/core/settings/merge-settings.ts';
import type { Variables } from '../../../src/core/settings/read-environment.ts';
import type { SettingValues } from '../../../src/core/settings/settings.ts';
import { isReadableOnTheWay, judgeTokenHost } from '../../../src/core/settings/token-hosts.ts';

const url = 'https://mlflow.example.org/team';
const projectFile = '/project/lastgood.config.yaml';
const userFile = '/home/me/.config/lastgood/config.yaml';

type Said = {
  readonly at?: string;
  readonly said?: string;
  readonly user?: SettingValues;
  readonly project?: SettingValues;
  readonly environment?: SettingValues;
  readonly variables?: Variables;
};

function judge({ at = url, said = projectFile, user, project, environment, variables }: Said) {
  const { tokenHosts } = mergeSettings({
    flags: {},
    environment: environment ?? {},
    projectFile: project && { path: projectFile, values: project },
    userFile: user && { path: userFile, values: user },
  });
  return judgeTokenHost({ url: at, said }, tokenHosts, variables ?? {});
}

function registryAt(path: string, file: string): SettingValues {
  return { registries: [{ name: 'ours', kind: 'mlflow', path, file }] };
}

test.each(['--registry', 'LASTGOOD_REGISTRY'])('a server that is named by %s may have the login', said => {
  expect(judge({ said })).toEqual({ may: true });
});

test('one that only a project file names may not, and the answer says how it may', () => {
  expect(judge({ project: registryAt(url, projectFile) })).toEqual({
    may: false,
    because: `mlflow.example.org is given no login: only ${projectFile} names it, which others write.`,
    hint:
      'If mlflow.example.org may have it, add it to tokenHosts of your own configuration, or set MLFLOW_TRACKING_URI to ' +
      `${url}.`,
  });
});

test('one that a .env names may not: the environment itself does not say it', () => {
  expect(judge({ said: 'MLFLOW_TRACKING_URI' })).toMatchObject({
    because: expect.stringContaining('only .env names it'),
  });
  expect(judge({ said: 'MLFLOW_TRACKING_URI', variables: { MLFLOW_TRACKING_URI: url } })).toEqual({
    may: true,
  });
});

test.each<[string, Said]>([
  [
    'MLFLOW_TRACKING_URI names its host',
    { variables: { MLFLOW_TRACKING_URI: 'https://mlflow.example.org' } },
  ],
  ['the file of the user lists it', { user: { tokenHosts: ['mlflow.example.org'] } }],
  ['the file of the user lists it with its port', { user: { tokenHosts: ['mlflow.example.org:443'] } }],
  ['LASTGOOD_TOKEN_HOSTS lists it', { environment: { tokenHosts: ['MLFLOW.example.org'] } }],
  [
    'the file of the user names a registry there',
    { user: registryAt('https://mlflow.example.org/x', userFile) },
  ],
  ['it is on this machine', { at: 'http://localhost:5000' }],
])('a server of a project file may have it when %s', (_, said) => {
  expect(judge(said)).toEqual({ may: true });
});

test.each<[string, Said]>([
  ['another port', { user: { tokenHosts: ['mlflow.example.org:8443'] } }],
  ['another host', { variables: { MLFLOW_TRACKING_URI: 'https://example.org' } }],
  [
    'the same host without encryption',
    { at: 'http://mlflow.example.org', variables: { MLFLOW_TRACKING_URI: url } },
  ],
  ['a list of the project alone', { project: { tokenHosts: ['mlflow.example.org'] } }],
])('but not by %s', (_, said) => {
  expect(judge(said)).toMatchObject({ may: false });
});

test('a list that leaves it out is stronger than whoever names it, and a project can only take away', () => {
  const own = { said: '--registry', user: { tokenHosts: ['mlflow.example.org'] } };
  expect(judge(own)).toEqual({ may: true });
  expect(judge({ ...own, project: { tokenHosts: [] } })).toMatchObject({
    because: `mlflow.example.org is given no login: tokenHosts is set in ${projectFile}, and does not name it.`,
  });
  expect(judge({ said: '--registry', user: { tokenHosts: ['other.example.org'] } })).toMatchObject({
    because: expect.stringContaining(`tokenHosts is set in ${userFile}`),
  });
});

test('a login can be read on the way without encryption, but for this machine', () => {
  expect(isReadableOnTheWay('http://mlflow.example.org')).toBe(true);
  expect(isReadableOnTheWay('https://mlflow.example.org')).toBe(false);
  expect(isReadableOnTheWay('http://127.0.0.1:5000')).toBe(false);
});
