import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPreferences } from '../../../src/adapters/settings/preferences.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const nothing = { theme: undefined, lastRegistry: undefined, columns: undefined };

test('what was changed is there for the next program', async () => {
  const folder = join(createTemporaryFolder(), 'lastgood');
  const saved = await createPreferences(folder).change({ theme: 'light', columns: ['groundedness'] });
  expect(saved).toBe('saved');
  expect(await createPreferences(folder).read()).toEqual({
    ...nothing,
    theme: 'light',
    columns: ['groundedness'],
  });
});

test('reading alone makes no file', async () => {
  const folder = createTemporaryFolder();
  expect(await createPreferences(folder).read()).toEqual(nothing);
  expect(existsSync(join(folder, 'preferences.json'))).toBe(false);
});

test('a preference is taken back by undefined', async () => {
  const preferences = createPreferences(createTemporaryFolder());
  await preferences.change({ theme: 'mono', lastRegistry: 'production' });
  await preferences.change({ lastRegistry: undefined });
  expect(await preferences.read()).toEqual({ ...nothing, theme: 'mono' });
});

test.each(['{"theme": "li', '', '[]', '\u0000\u0001'])(
  'the unreadable file %j is started afresh',
  async text => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'preferences.json'), text);
    expect(await createPreferences(folder).read()).toEqual(nothing);
    expect(await createPreferences(folder).change({ theme: 'light' })).toBe('saved');
    expect(JSON.parse(readFileSync(join(folder, 'preferences.json'), 'utf8'))).toEqual({ theme: 'light' });
  },
);

test('values of another type or another version are not taken', async () => {
  const folder = createTemporaryFolder();
  const text = JSON.stringify({ theme: 'pink', lastRegistry: 7, columns: ['a', 1], other: true });
  writeFileSync(join(folder, 'preferences.json'), text);
  expect(await createPreferences(folder).read()).toEqual({ ...nothing, columns: ['a'] });
});

test('where nothing can be kept, a change holds until the program ends', async () => {
  const folder = createTemporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  const preferences = createPreferences(join(folder, 'file', 'below'));
  expect(await preferences.change({ theme: 'mono' })).toBe('not-saved');
  expect(await preferences.read()).toEqual({ ...nothing, theme: 'mono' });
});

test('a folder in place of the file stops nothing', async () => {
  const folder = createTemporaryFolder();
  mkdirSync(join(folder, 'preferences.json'));
  const preferences = createPreferences(folder);
  expect(await preferences.read()).toEqual(nothing);
  expect(await preferences.change({ theme: 'mono' })).toBe('not-saved');
});
