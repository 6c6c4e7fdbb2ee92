import { expect, test } from 'vitest';
import { mergeSettings } from '../../../src/core/settings/merge-settings.ts';
import { readEnvironment } from '../../../src/core/settings/read-environment.ts';
import type { SettingSources, SettingValues } from '../../../src/core/settings/settings.ts';
import { judgeWriteAccess } from '../../../src/core/settings/write-access.ts';

const projectPath = '/project/lastgood.config.yaml';
const userPath = '/home/me/.config/lastgood/config.yaml';

function sources(parts: {
  flags?: SettingValues;
  environment?: SettingValues;
  project?: SettingValues;
  user?: SettingValues;
}): SettingSources {
  return {
    flags: parts.flags ?? {},
    environment: parts.environment ?? {},
    projectFile: parts.project && { path: projectPath, values: parts.project },
    userFile: parts.user && { path: userPath, values: parts.user },
  };
}

function registry(name: string, path: string, file = projectPath) {
  return { name, path, kind: undefined, file };
}

test('nothing said gives the defaults', () => {
  expect(mergeSettings(sources({}))).toEqual({
    registries: [],
    defaultRegistry: undefined,
    actor: undefined,
    writes: { access: 'write' },
    protectedAliases: [],
    policies: [],
    gates: [],
    transport: 'sdk',
    offlineBecause: undefined,
    notify: [],
    tracking: [],
    publish: [],
    tokenHosts: { lists: [], trusted: [] },
    theme: undefined,
    ascii: false,
  });
});

test('a flag wins over the environment, that over the project file, that over the user file', () => {
  const user = { theme: 'mono' } as const;
  const project = { theme: 'light' } as const;
  const environment = { theme: 'dark' } as const;
  const flags = { theme: 'mono' } as const;
  expect(mergeSettings(sources({ user })).theme).toBe('mono');
  expect(mergeSettings(sources({ user, project })).theme).toBe('light');
  expect(mergeSettings(sources({ user, project, environment })).theme).toBe('dark');
  expect(mergeSettings(sources({ user, project, environment, flags })).theme).toBe('mono');
});

test.each<[string, Parameters<typeof sources>[0], string]>([
  [
    'the user file',
    { user: { readOnly: true }, project: { readOnly: false } },
    `readOnly is set in ${userPath}`,
  ],
  [
    'a project file',
    { user: { readOnly: false }, project: { readOnly: true } },
    `readOnly is set in ${projectPath}`,
  ],
  ['the environment', { environment: { readOnly: true } }, 'LASTGOOD_READ_ONLY is set'],
  ['a flag', { flags: { readOnly: true } }, '--read-only is given'],
])('read-only said by %s cannot be taken back, and the reason names who said it', (_, parts, because) => {
  expect(mergeSettings(sources(parts)).writes).toEqual({ access: 'read-only', because });
});

test('no flag and no variable takes read-only back', () => {
  const { writes } = mergeSettings(
    sources({ flags: { readOnly: false }, environment: { readOnly: false }, user: { readOnly: true } }),
  );
  expect(writes.access).toBe('read-only');
});

test.each<[string, Parameters<typeof sources>[0], string | undefined]>([
  ['a flag', { flags: { offline: true }, environment: { offline: false } }, '--offline is given'],
  ['a variable', { environment: { offline: true } }, 'LASTGOOD_OFFLINE is set'],
  ['a file', { flags: { offline: false }, user: { offline: true } }, `offline is set in ${userPath}`],
  ['nobody', { user: { offline: false } }, undefined],
])('offline said by %s cannot be taken back, and only a bucket is not written then', (_, parts, because) => {
  const settings = mergeSettings(sources(parts));
  expect(settings.offlineBecause).toBe(because);
  const bucket = { bucket: 'models', prefix: '', transport: 'sdk' } as const;
  expect(judgeWriteAccess(settings, { bucket: undefined })).toEqual({ access: 'write' });
  expect(judgeWriteAccess(settings, { bucket })).toEqual(
    because === undefined
      ? { access: 'write' }
      : {
          access: 'read-only',
          because: `the bucket is not asked, because ${because}`,
          refusal: { code: 'offline', hint: expect.stringContaining('--offline') },
        },
  );
});

test('a transport by flag or variable counts for every bucket, one by setting for those that name none', () => {
  const named = { ...registry('a', 'gs://models'), transport: 'gsutil' } as const;
  const registries = [named, registry('b', 'gs://others')];
  const transports = (parts: Parameters<typeof sources>[0]) => {
    const settings = mergeSettings(sources(parts));
    return [settings.transport, ...settings.registries.map(({ transport }) => transport)];
  };
  const project = { registries };
  expect(transports({ project })).toEqual(['sdk', 'gsutil', undefined]);
  expect(transports({ project: { registries, transport: 'gsutil' } })).toEqual([
    'gsutil',
    'gsutil',
    undefined,
  ]);
  expect(transports({ project, environment: { transport: 'sdk' } })).toEqual(['sdk', 'sdk', 'sdk']);
  expect(transports({ project, environment: { transport: 'sdk' }, flags: { transport: 'gsutil' } })).toEqual([
    'gsutil',
    'gsutil',
    'gsutil',
  ]);
  expect(() => readEnvironment({ LASTGOOD_TRANSPORT: 'rsync' })).toThrow(
    'LASTGOOD_TRANSPORT: "rsync" is no transport.',
  );
});

test('protected aliases of all sources count together', () => {
  const parts = {
    environment: { protectedAliases: ['beta'] },
    project: { protectedAliases: [] },
    user: { protectedAliases: ['canary', 'beta'] },
  };
  expect(mergeSettings(sources(parts)).protectedAliases).toEqual(['beta', 'canary']);
});

test('gates and policies of all files count together, those of the project first', () => {
  const gate = { model: '*', alias: '*', policy: 'rag', thresholds: {}, line: 1 };
  const policy = { name: 'house', path: '/p/house.yaml' };
  const merged = mergeSettings(
    sources({
      project: { gates: [{ ...gate, file: projectPath }], policies: [{ ...policy, file: projectPath }] },
      user: { gates: [{ ...gate, file: userPath }], policies: [{ ...policy, file: userPath }] },
    }),
  );
  expect(merged.gates.map(each => each.file)).toEqual([projectPath, userPath]);
  expect(merged.policies.map(each => each.file)).toEqual([projectPath, userPath]);
});

test('of two registries with one name the one of the project file counts', () => {
  const { registries } = mergeSettings(
    sources({
      project: { registries: [registry('a', '/project/a')] },
      user: { registries: [registry('a', '/user/a', userPath), registry('b', '/user/b', userPath)] },
    }),
  );
  expect(registries.map(each => each.path)).toEqual(['/project/a', '/user/b']);
});

test('a default that is no registry is refused by name and file', () => {
  const parts = { project: { defaultRegistry: 'prod', registries: [registry('production', '/p')] } };
  expect(() => mergeSettings(sources(parts))).toThrow(
    `defaultRegistry is set in ${projectPath} to prod, which is no configured registry (production).`,
  );
});

test('variables of the environment are settings', () => {
  expect(
    readEnvironment({
      LASTGOOD_ACTOR: '',
      GITHUB_ACTOR: 'octocat',
      LASTGOOD_READ_ONLY: 'Yes',
      LASTGOOD_PROTECTED_ALIASES: ' canary, beta,',
      LASTGOOD_THEME: 'light',
      LASTGOOD_ASCII: '0',
    }),
  ).toEqual({
    actor: 'octocat',
    readOnly: true,
    protectedAliases: ['canary', 'beta'],
    theme: 'light',
    ascii: false,
  });
});

test.each([
  ['LASTGOOD_READ_ONLY', 'maybe', 'LASTGOOD_READ_ONLY: "maybe" is neither true nor false.'],
  ['LASTGOOD_THEME', 'pink', 'LASTGOOD_THEME: "pink" is none of dark, light, mono.'],
  ['LASTGOOD_PROTECTED_ALIASES', 'a/b', 'The alias name "a/b" holds "/".'],
])('%s=%s is refused', (name, value, message) => {
  expect(() => readEnvironment({ [name]: value })).toThrow(message);
});

test('a server that is not asked takes no write either', () => {
  const settings = { writes: { access: 'write' }, offlineBecause: '--offline is given' } as const;
  const server = { url: 'https://h', login: undefined, said: '--registry' };
  expect(judgeWriteAccess(settings, { server })).toMatchObject({
    ...{ access: 'read-only', because: 'the server is not asked, because --offline is given' },
    refusal: { code: 'offline' },
  });
  expect(judgeWriteAccess(settings, {})).toEqual({ access: 'write' });
});
