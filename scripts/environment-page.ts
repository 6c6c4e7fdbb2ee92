import { secretVariables } from '../src/core/secrets/known-secrets.ts';
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
      "The originals' own are read from `.env` in the working folder too, where the environment does not set them; of tokens and passwords that of the Hugging Face Hub alone is. " +
      'A login is read from here and from nowhere else, and goes only to servers that the user, a flag or a variable names.',
    ...groups,
    `## Secrets in what is typed

A reason, a note, a tag or any other text that holds a secret is refused before anything is done (\`secret-given\`, exit code 2): it would stay on record, and be told to others. The secret is not repeated. Refused are what tokens of Hugging Face, GitHub, GitLab, npm, Slack, AWS, Google and model services look like, private keys, addresses with a password or a token, and what these variables hold now, if it has 8 characters or more: ${secretVariables.map(code).join(', ')}, and those that \`notify\` names. A value that is a plain word or a number counts only where the text calls it a login, as in \`password: …\`, \`SMTP_PASSWORD=…\` or \`//user:…\`: with \`SMTP_PASSWORD=rollback\` a rollback works as ever, and such a password cannot be told from other words. Names of models, versions and operations that are on record are not looked at. A key of Weights & Biases looks like the name of a commit, so it counts where it is in a variable or beside the name of one. The configuration and the evidence of a version, and results that are judged, are looked through for what the variables hold before anything is copied; in a deployment that publishes them, for what looks like a secret too. Files of more than 4 MiB, and those whose names are none of a text's, are not looked through.`,
  );
}
