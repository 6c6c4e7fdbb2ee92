import { environmentGroups, environmentTable } from '../src/core/settings/environment-table.ts';
import { settingsTable } from '../src/core/settings/settings-table.ts';
import { code, page, table } from './markdown.ts';

/** A variable, for people. */
export type VariableRow = { readonly group: string; readonly name: string; readonly meaning: string };

/** Every variable of the environment that counts, of settings first. Pure. */
export function listVariables(): readonly VariableRow[] {
  const settings = Object.entries(settingsTable).flatMap(([setting, { variable }]) =>
    variable === undefined
      ? []
      : [{ group: 'Settings', name: variable, meaning: `The setting ${code(setting)}.` }],
  );
  const others = environmentGroups.flatMap(group =>
    Object.entries(environmentTable).flatMap(([name, row]) =>
      row.group === group ? [{ group, name, meaning: row.meaning }] : [],
    ),
  );
  return [...settings, ...others];
}

/** The page on variables of the environment. Pure. */
export function makeEnvironmentPage(): string {
  const rows = listVariables();
  const groups = [...new Set(rows.map(({ group }) => group))].map(group => {
    const own = rows.filter(row => row.group === group).map(({ name, meaning }) => [code(name), meaning]);
    return `## ${group}\n\n${table(['Variable', 'What it says'], own)}`;
  });
  return page(
    'Environment',
    'An empty variable counts as not set. Flags are stronger than variables, and variables than files; see [configuration](configuration.md). ' +
      "The originals' own are read from `.env` in the working folder too, where the environment does not set them; tokens and passwords never are. " +
      'A login is read from here and from nowhere else, and goes only to servers that the user, a flag or a variable names.',
    ...groups,
  );
}
