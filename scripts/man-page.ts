import { exitCodes } from '../src/core/exit-codes.ts';
import { programOptionRows } from '../src/ui/command-line/global-options.ts';
import { helpTopics } from '../src/ui/command-line/help/help-topics.ts';
import { type OptionRows, type Verb, verbGroups } from '../src/ui/command-line/verb.ts';
import { verbTable } from '../src/ui/command-line/verb-table.ts';
import { wrapText } from '../src/ui/format/wrap-text.ts';
import { listVariables } from './environment-page.ts';

/** Text of ours or of a table as roff: nothing in it is a command, and dashes stay dashes that can be copied. */
function escapeRoff(text: string): string {
  const plain = text.replace(/`([^`]*)`/g, '$1').replace(/\s+/g, ' ');
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replaceAll('’', "'")
    .replaceAll('“', '"')
    .replaceAll('”', '"')
    .replaceAll('≥', '>=')
    .replaceAll('≤', '<=')
    .replace(/^(['.])/, '\\&$1');
}

/** Text as lines of roff, which fills them again: none is longer than its tools like, and none begins as a request. */
function paragraph(text: string): readonly string[] {
  return wrapText(escapeRoff(text), 78).map(line => line.replace(/^(?=['.])/, '\\&'));
}

/** What roff takes as one argument of a request. */
function argument(text: string): string {
  return `"${escapeRoff(text).replaceAll('"', '\\(dq')}"`;
}

/** Terms with what they mean, each a hanging paragraph. */
function definitions(rows: readonly (readonly [string, string])[]): readonly string[] {
  return rows.flatMap(([term, meaning]) => ['.TP', `.B ${argument(term)}`, ...paragraph(meaning)]);
}

function section(name: string, lines: readonly string[]): readonly string[] {
  return [`.SH ${argument(name)}`, ...lines];
}

function listOptions(rows: OptionRows): readonly (readonly [string, string])[] {
  return Object.entries(rows).map(([name, row]) => {
    const usage = row.takes === undefined ? `--${name}` : `--${name} ${row.takes}`;
    return [usage, row.ours === undefined ? row.help : `${row.help} (${row.ours})`];
  });
}

function describeVerb(verb: Verb): readonly string[] {
  const usage = ['lastgood', verb.name, ...verb.words].join(' ');
  const summary = `${verb.summary.charAt(0).toUpperCase()}${verb.summary.slice(1)}.`;
  const also = verb.alias === undefined ? '' : ` Also ${verb.alias}.`;
  return [
    `.SS ${argument(usage)}`,
    ...paragraph(`${summary}${also}`),
    ...definitions(listOptions(verb.options)),
  ];
}

const files: readonly (readonly [string, string])[] = [
  ['lastgood.config.yaml', 'the configuration of a project, the nearest one upward from the working folder'],
  ['~/.config/lastgood/config.yaml', "the user's own configuration"],
  ['~/.cache/lastgood/', 'local copies of buckets and servers'],
  ['~/.local/state/lastgood/', 'deployments that are under way, and what is still to be told'],
  [
    '<registry>/.lastgood/',
    'the history of a registry in a folder, which is the truth that its pointers follow',
  ],
];

/** The manual page lastgood(1). Pure: the same tables give the same page. */
export function makeManPage(): string {
  const exits = Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning] as const);
  const variables = listVariables().map(({ name, meaning }) => [name, meaning] as const);
  const topics = Object.entries(helpTopics).map(([name, { summary }]) => [name, summary] as const);
  const lines = [
    '.\\" Made from tables by `npm run docs`; do not edit.',
    '.TH LASTGOOD 1 "" "lastgood" "User Commands"',
    ...section('NAME', ['lastgood \\- what is live in a model registry, and back to the last good version']),
    ...section('SYNOPSIS', ['.B lastgood', '.RI [ options ]', '.RI [ verb\\~words ...]']),
    ...section('DESCRIPTION', [
      ...paragraph(
        'Without a verb the console opens on the registry that is found. Every verb prints its result on standard output, and with --json ' +
          'one JSON document and nothing else; prose and progress go to standard error.',
      ),
      '.PP',
      ...paragraph(
        'A verb that writes shows its plan first, and prints it only with --dry-run. Without a terminal it needs --yes, and for a ' +
          'protected alias --confirm with the text that the plan shows.',
      ),
    ]),
    ...section('OPTIONS', definitions(listOptions(programOptionRows))),
    ...verbGroups.flatMap(group =>
      section(group.toUpperCase(), verbTable.filter(verb => verb.group === group).flatMap(describeVerb)),
    ),
    ...section('EXIT STATUS', definitions(exits)),
    ...section('ENVIRONMENT', definitions(variables)),
    ...section('FILES', definitions(files)),
    ...section('TOPICS', [
      escapeRoff('lastgood help TOPIC prints a page on each of these:'),
      ...definitions(topics),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
