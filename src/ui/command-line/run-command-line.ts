import { CommanderError } from 'commander';
import { type AppError, InvalidInputError, toAppError } from '../../core/errors/app-error.ts';
import { maskFailure } from '../../core/secrets/mask-failure.ts';
import { findNearest } from '../../core/text/find-nearest.ts';
import { createBehind } from './behind.ts';
import { buildProgram, type Chosen } from './build-program.ts';
import { describeError } from './documents/error-document.ts';
import { refreshSessions } from './fresh-session.ts';
import { readConsoleOptions, readGlobalOptions } from './global-options.ts';
import type { Host, Outside } from './host.ts';
import { cancelled, formatLines, tellError } from './speak.ts';
import type { Verb } from './verb.ts';
import { exitCodeOf, exitCodeOfError, formatDocument, type VerbResult } from './verb-result.ts';
import { verbTable } from './verb-table.ts';
import { describeOverview } from './verbs/models.ts';

/**
 * Runs one command line and resolves with its exit code; never rejects. Results go to stdout, everything else to stderr.
 * @param argv the arguments after the program's name
 */
export async function runCommandLine(argv: readonly string[], outside: Outside): Promise<number> {
  const host = refreshSessions({ ...outside, behind: createBehind() });
  const exitCode = await runToResult(argv, host);
  await host.behind.finish();
  return host.signalExitCode() ?? exitCode;
}

async function runToResult(argv: readonly string[], host: Host): Promise<number> {
  try {
    const chosen = parse(argv, host);
    return chosen === undefined ? exitCodeOf('done') : await run(chosen, host);
  } catch (thrown) {
    return await reportFailure(describeThrown(thrown, host), argv.includes('--json'), host);
  }
}

/**
 * What the arguments mean; undefined when help or the version was asked for and is printed. Making the parser of a verb takes time, so
 * at first only those are made whose names are among the arguments. Help and complaints speak of all of them.
 * @throws InvalidInputError usage
 */
function parse(argv: readonly string[], host: Host): Chosen | undefined {
  if (argv.some(asksForHelp)) return parseAmong(verbTable, argv, host);
  try {
    const chosen = parseAmong(verbTable.filter(isNamedIn(argv)), argv, host);
    if (chosen?.verb !== undefined || chosen?.word === undefined) return chosen;
  } catch {
    // Said below, with all verbs to choose a hint from.
  }
  return parseAmong(verbTable, argv, host);
}

/** Letters may be put together, so any of them may ask. */
function asksForHelp(argument: string): boolean {
  return argument === 'help' || argument === '--help' || /^-[^-]/.test(argument);
}

function isNamedIn(argv: readonly string[]): (verb: Verb) => boolean {
  return ({ name, alias = name }) => [name, alias].some(each => argv.includes(each.split(' ', 1)[0] ?? each));
}

function parseAmong(verbs: readonly Verb[], argv: readonly string[], host: Host): Chosen | undefined {
  const found: Chosen[] = [];
  const program = buildProgram(verbs, host, chosen => found.push(chosen));
  try {
    program.parse(argv, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return undefined;
    throw describeMisuse(thrown);
  }
  return found[0];
}

/** The parser's complaint in our words: `error: unknown option '--x'` becomes a sentence, its suggestion the hint. */
function describeMisuse(error: CommanderError): AppError {
  const [complaint = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const message = `${complaint.charAt(0).toUpperCase()}${complaint.slice(1).replace(/\.$/, '')}.`;
  const hint = suggestion?.replace(/^\(|\)$/g, '');
  return new InvalidInputError('usage', message, hint === undefined ? {} : { hint });
}

async function run(chosen: Chosen, host: Host): Promise<number> {
  if (chosen.verb === undefined) return await runWithoutVerb(chosen, host);
  const { verb, words, options, program } = chosen;
  const global = {
    ...readGlobalOptions(program),
    model: findOnlyModel(verb, words),
    isDryRun: options['dry-run'] === true,
  };
  const result = await verb.run({
    host,
    global,
    words,
    options,
    openSession: () => host.openSession(global, verb.group === 'Look' ? 'to-look' : 'to-change'),
  });
  return write(result, program.json, host);
}

/** The model that the words name, where the verb looks at no other. */
function findOnlyModel({ looksAt }: Verb, { MODEL: model }: CalledVerb['words']): string | undefined {
  return looksAt !== 'all-models' && typeof model === 'string' ? model : undefined;
}

type CalledVerb = Extract<Chosen, { readonly verb: Verb }>;

async function runWithoutVerb(chosen: Chosen & { verb: undefined }, host: Host): Promise<number> {
  if (chosen.word !== undefined) throw describeUnknownVerb(chosen.word);
  const { program } = chosen;
  if (host.canOpenConsole && !program.json && !program.plain)
    return await host.openConsole(readConsoleOptions(program));
  const session = await host.openSessionOrSample(readGlobalOptions(program));
  return write(await describeOverview(session, host), program.json, host);
}

function describeUnknownVerb(word: string): AppError {
  const names = verbTable.flatMap(verb => (verb.alias === undefined ? [verb.name] : [verb.name, verb.alias]));
  const below = verbTable.filter(verb => verb.name.startsWith(`${word} `));
  if (below.length > 0) {
    const commands = below.map(verb => verb.name.slice(word.length + 1));
    return new InvalidInputError('usage', `${word} needs one of its commands: ${commands.join(', ')}.`);
  }
  const nearest = findNearest(word, names);
  const hint =
    nearest === undefined ? 'Run lastgood --help to see the verbs.' : `Did you mean lastgood ${nearest}?`;
  return new InvalidInputError('usage', `There is no verb ${JSON.stringify(word)}.`, { hint });
}

function write(result: VerbResult, asJson: boolean, host: Host): number {
  const text = result.text ?? (() => formatLines(result.lines()));
  host.writeOut(asJson ? formatDocument(result.document()) : text());
  return result.exitCode;
}

/** After a signal a read that was broken off is no failure of its own. */
function describeThrown(thrown: unknown, host: Host): AppError {
  const error = toAppError(thrown);
  return host.stop.aborted && error.code === 'internal-bug' ? cancelled('Stopped on request.') : error;
}

async function reportFailure(error: AppError, asJson: boolean, host: Host): Promise<number> {
  const shown = maskFailure(error, await host.findSecrets());
  if (asJson) host.writeOut(formatDocument(describeError(shown)));
  tellError(host, shown);
  return exitCodeOfError(error.code);
}
