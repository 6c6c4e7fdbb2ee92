import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { environmentTable } from '../../../src/core/settings/environment-table.ts';
import { settingsTable } from '../../../src/core/settings/settings-table.ts';

const project = join(import.meta.dirname, '../../..');

/** Read by a library, not by us. */
const ofLibraries = ['GOOGLE_APPLICATION_CREDENTIALS'];

function readSources(): string {
  return ['bin', 'src']
    .flatMap(folder =>
      readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }).map(name =>
        join(project, folder, name),
      ),
    )
    .filter(path => /\.tsx?$/.test(path) && !/environment-table|settings-table/.test(path))
    .map(path => readFileSync(path, 'utf8'))
    .join('\n');
}

it('every variable of the table is read somewhere, and every one that is read in a table', () => {
  const text = readSources();
  const named = [
    ...Object.keys(environmentTable),
    ...Object.values(settingsTable).flatMap(row => row.variable ?? []),
  ];
  const unread = Object.keys(environmentTable).filter(
    name => !text.includes(name) && !ofLibraries.includes(name),
  );
  expect(unread).toEqual([]);
  const form = /'((?:LASTGOOD|MODEL|MLFLOW|HF|HUGGINGFACE|GITHUB|GH|EMAIL|SMTP|WANDB|XDG)_[A-Z_]+)'/g;
  const read = new Set([...text.matchAll(form)].map(match => match[1] ?? ''));
  expect([...read].filter(name => !named.includes(name))).toEqual([]);
});
