import { expect, test } from 'vitest';
import { settingNames, settingsTable } from '../../../src/core/settings/settings-table.ts';

test('protection can only be tightened by a project file, and nobody else is spoken for', () => {
  const rules = Object.fromEntries(settingNames.map(name => [name, settingsTable[name].projectFile]));
  expect(rules).toMatchObject({
    readOnly: 'tightens',
    protectedAliases: 'tightens',
    gates: 'tightens',
    tokenHosts: 'tightens',
    actor: 'may not say',
  });
});

test('every variable is ours by name and no two settings share a flag or variable', () => {
  const rows = settingNames.map(name => settingsTable[name]);
  const variables = rows.flatMap(row => row.variable ?? []);
  const flags = rows.flatMap(row => row.flag ?? []);
  expect(variables.every(variable => /^LASTGOOD_[A-Z_]+$/.test(variable))).toBe(true);
  expect(new Set(variables).size).toBe(variables.length);
  expect(new Set(flags).size).toBe(flags.length);
});
