import { expect, test } from 'vitest';
import { createRegistry, createSession } from '../../bin/compose.ts';
import { createNodeFileSystem } from '../../src/adapters/files/node-file-system.ts';
import { mergeSettings } from '../../src/core/settings/merge-settings.ts';
import type { SettingValues } from '../../src/core/settings/settings.ts';

const place = { name: 'production', kind: 'directory', path: '/nowhere/production' } as const;

function open(values: SettingValues) {
  const settings = mergeSettings({
    flags: {},
    environment: {},
    projectFile: { path: '/p/lastgood.config.yaml', values },
    userFile: undefined,
  });
  const registry = createRegistry(place, { fileSystem: createNodeFileSystem(), now: Date.now });
  return createSession({
    registry,
    place,
    settings,
    actor: 'mara',
    workingFolder: '/p',
    feedbackPath: undefined,
  });
}

function registry(name: string) {
  return { name, path: `/nowhere/${name}`, kind: undefined, file: '/p/lastgood.config.yaml' };
}

test('a session carries the settings in force', () => {
  const session = open({
    readOnly: true,
    protectedAliases: ['canary'],
    registries: [registry('production')],
  });
  expect(session).toMatchObject({
    actor: 'mara',
    writes: { access: 'read-only', because: 'readOnly is set in /p/lastgood.config.yaml' },
    protection: { protectedAliases: ['canary'], registryPrefix: undefined },
    tool: 'lastgood 0.0.0-unbuilt',
  });
  expect(session.registry.reader.identity).toEqual({
    name: 'production',
    kind: 'directory',
    place: '/nowhere/production',
  });
});

test('where several registries are configured, the one that is meant is part of a confirmation', () => {
  const session = open({ registries: [registry('production'), registry('staging')] });
  expect(session.protection.registryPrefix).toBe('production');
});

test('ids differ, times are UTC and digests are those of everybody else', () => {
  const session = open({});
  expect(session.createId()).not.toBe(session.createId());
  expect(session.now()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(session.sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
