import type { Command } from 'commander';
import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { findNearest } from '../../../core/text/find-nearest.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { buildProgram } from '../build-program.ts';
import { formatPage } from '../help/format-page.ts';
import { helpTopics } from '../help/help-topics.ts';
import type { Host } from '../host.ts';
import type { HelpDocument } from '../json/help.ts';
import { defineVerb, type Verb } from '../verb.ts';
import { exitCodeOf, type VerbResult } from '../verb-result.ts';

/** @param listVerbs asked when it is needed, since this verb is among them */
export function createHelpVerb(listVerbs: () => readonly Verb[]): Verb {
  return defineVerb({
    name: 'help',
    group: 'Help',
    summary: 'say what a verb takes, or print a page on a topic, such as registries or exit-codes',
    words: ['[TOPIC...]'],
    options: {},
    run: async ({ host, words }) => {
      const asked = words.TOPIC.join(' ');
      const topic = helpTopics[asked];
      if (topic !== undefined) {
        const page = await host.readPage(topic.file);
        return describeHelp(asked, page, formatPage(page, host.columns));
      }
      const text = formatHelp(host, listVerbs(), words.TOPIC);
      const lines = text.trimEnd().split('\n');
      return asked === ''
        ? describeHelp(null, text, [...lines, '', ...listTopics()])
        : describeHelp(asked, text, lines);
    },
  });
}

/** What --help prints of a verb, or of all. @throws InvalidInputError usage */
function formatHelp(host: Host, verbs: readonly Verb[], words: readonly string[]): string {
  const program = buildProgram(verbs, host, () => undefined);
  let command: Command | undefined = program;
  for (const word of words)
    command = command?.commands.find(each => each.name() === word || each.aliases().includes(word));
  if (command !== undefined) return command.helpInformation();
  const asked = words.join(' ');
  const nearest = findNearest(asked, [...verbs.map(verb => verb.name), ...Object.keys(helpTopics)]);
  throw new InvalidInputError('usage', `There is no help on "${makeSafeText(asked, { limit: 80 })}".`, {
    hint:
      nearest === undefined
        ? 'Run lastgood help to see the verbs and topics.'
        : `Did you mean lastgood help ${nearest}?`,
  });
}

function listTopics(): readonly string[] {
  const widest = Math.max(...Object.keys(helpTopics).map(name => name.length));
  const rows = Object.entries(helpTopics).map(
    ([name, { summary }]) => `  ${name.padEnd(widest)}  ${summary}`,
  );
  return ['Topics of lastgood help:', ...rows];
}

function describeHelp(topic: string | null, text: string, lines: readonly string[]): VerbResult {
  return {
    exitCode: exitCodeOf('done'),
    document: (): HelpDocument => ({
      ...{ schema: 'lastgood/help/1', topic, text },
      topics: Object.entries(helpTopics).map(([name, { summary }]) => ({ topic: name, summary })),
    }),
    lines: () => lines,
  };
}
