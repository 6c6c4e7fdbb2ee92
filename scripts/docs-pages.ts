import { makePolicyJsonSchema } from '../src/adapters/policies/policy-json-schema.ts';
import { errorCodes } from '../src/core/errors/error-codes.ts';
import { exitCodes } from '../src/core/exit-codes.ts';
import { stateTransitions } from '../src/core/plan/version-states.ts';
import { metricTable } from '../src/core/registry/metric.ts';
import { settingsTable } from '../src/core/settings/settings-table.ts';
import { formatJsonSchemas, formatSchemaText } from '../src/ui/command-line/json/format-json-schemas.ts';
import { type OptionRows, type Verb, verbGroups } from '../src/ui/command-line/verb.ts';
import { verbTable } from '../src/ui/command-line/verb-table.ts';
import { consoleApp } from '../src/ui/console/open-console.ts';
import { formatKeyName, globalBindings, moveDescriptions } from '../src/ui/runtime/global-keys.ts';
import { formatVerb } from '../src/ui/runtime/verb.ts';
import { makeEnvironmentPage } from './environment-page.ts';
import { makeManPage } from './man-page.ts';
import { code, page, table } from './markdown.ts';
import { makePoliciesPage } from './policies-page.ts';

/** Every page that is made from tables, by its path inside the project. Pure: the same tables give the same pages. */
export function makeDocsPages(): ReadonlyMap<string, string> {
  const schemas = [...formatJsonSchemas()].map(([name, text]) => [`docs/json/${name}`, text] as const);
  return new Map([
    ['docs/keys.md', makeKeysPage()],
    ['docs/errors.md', makeErrorsPage()],
    ['docs/exit-codes.md', makeExitCodesPage()],
    ['docs/configuration.md', makeConfigurationPage()],
    ['docs/commands.md', makeCommandsPage()],
    ['docs/environment.md', makeEnvironmentPage()],
    ['man/lastgood.1', makeManPage()],
    ['docs/metrics-and-states.md', makeMetricsPage()],
    ['docs/policies.md', makePoliciesPage()],
    ['docs/schemas/policy.schema.json', formatSchemaText(makePolicyJsonSchema())],
    ...schemas,
  ]);
}

function showKeys(keys: readonly string[]): string {
  return keys.map(key => code(formatKeyName(key))).join(' ');
}

function makeKeysPage(): string {
  const common = [
    ...moveDescriptions.map(({ keys, label }) => [showKeys(keys), label]),
    ...globalBindings.map(({ keys, label }) => [showKeys(keys), label]),
  ];
  const screens = consoleApp.screens.map(screen => {
    const rows = screen.bindings.map(binding => [showKeys(binding.keys), binding.label]);
    return `## ${screen.name}\n\n${rows.length === 0 ? 'No keys of its own.' : table(['Key', 'What it does'], rows)}`;
  });
  const verbs = consoleApp.verbs.map(verb => [code(formatVerb(verb)), verb.label]);
  return page(
    'Keys',
    'Press `?` anywhere to see what works there and then, and why something does not. Capitals open a wizard; no single key writes.',
    `## Everywhere\n\n${table(['Key', 'What it does'], common)}`,
    ...screens,
    `## Commands of the palette\n\n${table(['Command', 'What it does'], verbs)}`,
  );
}

function makeErrorsPage(): string {
  const rows = Object.entries(errorCodes).map(([name, row]) => [
    code(name),
    String(exitCodes[row.exit].code),
    row.meaning,
    row.hint,
  ]);
  return page(
    'Errors',
    'Codes never change their meaning. Under `--json` an error is printed as a document of the schema `lastgood/error/1`.',
    table(['Code', 'Exit', 'What it means', 'What to do'], rows),
  );
}

function makeExitCodesPage(): string {
  const rows = Object.values(exitCodes).map(row => [String(row.code), row.meaning]);
  return page('Exit codes', table(['Exit', 'Meaning'], rows));
}

function makeConfigurationPage(): string {
  const rows = Object.entries(settingsTable).map(([name, row]) => [
    code(name),
    row.flag === undefined ? '' : code(row.flag),
    row.variable === undefined ? '' : code(row.variable),
    row.type,
    row.defaultValue,
    row.projectFile,
    row.meaning,
  ]);
  return page(
    'Configuration',
    'Settings come from flags, then variables, then `lastgood.config.yaml` of the project (the nearest one upward from the working folder), ' +
      'then the user’s own `~/.config/lastgood/config.yaml`, then the defaults. What protects can only be tightened. ' +
      '[`lastgood.config.example.yaml`](../lastgood.config.example.yaml) shows every setting.',
    table(['Setting', 'Flag', 'Variable', 'Value', 'Default', 'A project file', 'What it does'], rows),
  );
}

function makeCommandsPage(): string {
  const groups = verbGroups.map(group => {
    const verbs = verbTable.filter(verb => verb.group === group);
    return [`## ${group}`, ...listOurs(verbs), ...verbs.map(describeVerb)].join('\n\n');
  });
  return page(
    'Commands',
    'Every verb takes `--help` and `--json`; every one that writes takes `--dry-run`.',
    ...groups,
  );
}

/** Commands of the originals with ours that does the same. */
function listOurs(verbs: readonly Verb[]): readonly string[] {
  const rows = verbs.flatMap(({ name, ours }) =>
    ours === undefined ? [] : [[code(`lastgood ${name}`), code(`lastgood ${ours}`)]],
  );
  return rows.length === 0 ? [] : [table(["The original's", 'In lastgood’s own words'], rows)];
}

function describeVerb(verb: Verb): string {
  const usage = ['lastgood', verb.name, ...verb.words].join(' ');
  const also = verb.alias === undefined ? '' : ` Also \`${verb.alias}\`.`;
  const options = describeOptions(verb.options);
  return [`### ${code(usage)}`, `${verb.summary}.${also}`.replace('..', '.'), ...options].join('\n\n');
}

function describeOptions(options: OptionRows): readonly string[] {
  const rows = Object.entries(options).map(([name, row]) => {
    const usage = row.takes === undefined ? `--${name}` : `--${name} ${row.takes}`;
    return [code(usage), row.help, row.ours === undefined ? '' : code(row.ours)];
  });
  if (rows.length === 0) return [];
  const isRenamed = rows.some(([, , ours]) => ours !== '');
  return isRenamed
    ? [table(['Option', 'What it does', 'Ours'], rows)]
    : [
        table(
          ['Option', 'What it does'],
          rows.map(row => row.slice(0, 2)),
        ),
      ];
}

function makeMetricsPage(): string {
  const metrics = Object.entries(metricTable).map(([name, row]) => [code(name), row.direction, row.unit]);
  const states = Object.entries(stateTransitions).map(([from, to]) => [
    code(from),
    to.map(code).join(' ') || 'nothing',
  ]);
  return page(
    'Metrics and states',
    'Direction and unit of the metrics that are known by name; others are compared without a verdict.',
    table(['Metric', 'Better is', 'Unit'], metrics),
    `## States\n\nWhere a version may go by hand. It becomes \`deployed\` by being promoted.\n\n${table(['From', 'To'], states)}`,
  );
}
