import { Command, Option } from 'commander';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { type ProgramOptions, programOptionRows } from './global-options.ts';
import { type OptionRow, type OptionRows, type Verb, verbFamilies } from './verb.ts';

/** What the arguments turned out to mean. */
export type Chosen =
  | {
      readonly verb: Verb;
      /** By name, without brackets. */
      readonly words: Readonly<Record<string, string | readonly string[] | undefined>>;
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
    .helpCommand(false)
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
  const chooser = { choose, programOptions };
  for (const verb of verbs) {
    addVerb(program, verb, verb.name, chooser);
    if (verb.alias?.includes(' ')) addVerb(program, verb, verb.alias, chooser);
  }
  return program;
}

/** Who is told what was meant. */
type Chooser = {
  readonly choose: (chosen: Chosen) => void;
  readonly programOptions: () => ProgramOptions;
};

/** @param name its words; those before the last one name the commands it stands below */
function addVerb(program: Command, verb: Verb, name: string, chooser: Chooser): void {
  const words = name.split(' ');
  const command = findFamily(program, words.slice(0, -1), chooser)
    .command(words.at(-1) ?? name)
    .summary(verb.summary)
    .description(verb.summary);
  if (words.length === 1) command.helpGroup(`${verb.group}:`);
  if (verb.alias !== undefined && !verb.alias.includes(' ')) command.alias(verb.alias);
  for (const word of verb.words) command.argument(word.startsWith('[') ? word : `<${word}>`);
  const readOptions = addOptions(command, verb.options);
  command.action(() => {
    const given = command.processedArgs as readonly (string | readonly string[] | undefined)[];
    chooser.choose({
      verb,
      words: Object.fromEntries(verb.words.map((word, at) => readWord(word, given[at]))),
      options: readOptions(),
      program: chooser.programOptions(),
    });
  });
}

/** The command that others stand below, made when the first of them is added. Alone it is no verb. */
function findFamily(program: Command, words: readonly string[], chooser: Chooser): Command {
  let parent = program;
  for (const [place, word] of words.entries()) {
    const known = parent.commands.find(command => command.name() === word);
    parent = known ?? addFamily(parent, words.slice(0, place + 1), chooser);
  }
  return parent;
}

function addFamily(parent: Command, words: readonly string[], { choose, programOptions }: Chooser): Command {
  const name = words.join(' ');
  const family = verbFamilies[name];
  const command = parent
    .command(words.at(-1) ?? name, { hidden: family === undefined })
    .usage('[options] [command]')
    .argument('[command]');
  if (family !== undefined)
    command.summary(family.summary).description(family.summary).helpGroup(`${family.group}:`);
  return command.action((typed: string | undefined) =>
    choose({
      verb: undefined,
      word: typed === undefined ? name : `${name} ${typed}`,
      program: programOptions(),
    }),
  );
}

/** A word by its bare name: one that takes all that follow is a list, empty where nothing was given. */
function readWord(word: string, given: string | readonly string[] | undefined) {
  const isMany = /\.\.\.\]?$/.test(word);
  return [word.replace(/^\[|\.\.\.|\]$/g, ''), isMany ? (given ?? []) : given] as const;
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
        readValue(name, row, option.negate, values[option.attributeName()]),
      ]),
    );
  };
}

/** A variable that is empty is no option without a value. */
function describeEmpty(name: string, takes: string): InvalidInputError {
  return new InvalidInputError('usage', `--${name} was given an empty ${takes.replace(/^\[|\]$/g, '')}.`, {
    hint: 'Give it a value, or none at all.',
  });
}

/** @throws InvalidInputError usage */
function readValue(name: string, row: OptionRow, isNegated: boolean, value: unknown): unknown {
  if (row.takes === undefined) return isNegated ? value === false : value === true;
  if (value === '' && row.takes.startsWith('[')) throw describeEmpty(name, row.takes);
  if (value === true) return '';
  return row.many ? (value ?? []) : value;
}

function formatFlag(name: string, row: OptionRow): string {
  if (row.takes === undefined) return `--${name}`;
  return row.takes.startsWith('[') ? `--${name} ${row.takes}` : `--${name} <${row.takes}>`;
}

function describeRow(row: OptionRow): string {
  return row.ours === undefined ? row.help : `${row.help} (${row.ours})`;
}
