import { Command, Option } from 'commander';
import { type ProgramOptions, programOptionRows } from './global-options.ts';
import type { OptionRow, OptionRows, Verb } from './verb.ts';

/** What the arguments turned out to mean. */
export type Chosen =
  | {
      readonly verb: Verb;
      /** By name, without brackets. */
      readonly words: Readonly<Record<string, string | undefined>>;
      readonly options: Readonly<Record<string, unknown>>;
      readonly program: ProgramOptions;
    }
  /** No verb: `word` is what stood in its place, if anything. */
  | { readonly verb: undefined; readonly word: string | undefined; readonly program: ProgramOptions };

/** How the program prints and measures. */
export type ProgramOutput = {
  readonly writeOut: (text: string) => void;
  readonly columns: number;
  /** Printed by --version. */
  readonly tool: string;
};

/**
 * The parser of the whole command line, made from the table of verbs. `choose` is told what was meant; parsing itself does nothing.
 * It throws commander's own errors, for help and version too.
 */
export function buildProgram(
  verbs: readonly Verb[],
  output: ProgramOutput,
  choose: (chosen: Chosen) => void,
): Command {
  const program = new Command('lastgood')
    .description('Model registries: what is live, why, and back to the last good version.')
    .usage('[options] [verb]')
    .version(output.tool)
    .argument('[verb]', 'see below; without one the console opens')
    .helpCommand('help [verb]', 'what a verb takes')
    .exitOverride()
    .configureOutput({
      writeOut: output.writeOut,
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => output.columns,
    })
    .configureHelp({
      showGlobalOptions: true,
      // Beside the longest verb, 80 columns leave less than commander wraps by itself.
      minWidthToWrap: 20,
      visibleArguments: command =>
        command.registeredArguments.filter(each => each.description !== '' && command.name() !== 'lastgood'),
    });
  const readProgram = addOptions(program, programOptionRows);
  const programOptions = () => readProgram() as ProgramOptions;
  program.action((word: string | undefined) => choose({ verb: undefined, word, program: programOptions() }));
  for (const verb of verbs) addVerb(program, verb, programOptions, choose);
  return program;
}

function addVerb(
  program: Command,
  verb: Verb,
  programOptions: () => ProgramOptions,
  choose: (chosen: Chosen) => void,
): void {
  const command = program
    .command(verb.name)
    .summary(verb.summary)
    .description(verb.summary)
    .helpGroup(`${verb.group}:`);
  if (verb.alias !== undefined) command.alias(verb.alias);
  for (const word of verb.words) command.argument(word.startsWith('[') ? word : `<${word}>`);
  const readOptions = addOptions(command, verb.options);
  command.action(() => {
    const names = verb.words.map(word => word.replace(/^\[|\]$/g, ''));
    const given = command.processedArgs as readonly (string | undefined)[];
    choose({
      verb,
      words: Object.fromEntries(names.map((name, at) => [name, given[at]])),
      options: readOptions(),
      program: programOptions(),
    });
  });
}

/** Adds the options of the rows; the returned function reads what they were given as, by the names of the rows. */
function addOptions(command: Command, rows: OptionRows): () => Readonly<Record<string, unknown>> {
  const added = Object.entries(rows).map(([name, row]) => {
    const option = new Option(formatFlag(name, row), describeRow(row));
    if (row.many)
      option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
    command.addOption(option);
    return { name, row, option };
  });
  return () => {
    const values = command.opts<Record<string, unknown>>();
    return Object.fromEntries(
      added.map(({ name, row, option }) => [
        name,
        readValue(row, option.negate, values[option.attributeName()]),
      ]),
    );
  };
}

function readValue(row: OptionRow, isNegated: boolean, value: unknown): unknown {
  if (row.takes === undefined) return isNegated ? value === false : value === true;
  return row.many ? (value ?? []) : value;
}

function formatFlag(name: string, row: OptionRow): string {
  return row.takes === undefined ? `--${name}` : `--${name} <${row.takes}>`;
}

function describeRow(row: OptionRow): string {
  return row.ours === undefined ? row.help : `${row.help} (${row.ours})`;
}
