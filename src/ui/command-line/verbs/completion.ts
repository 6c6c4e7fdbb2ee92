import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import {
  type Candidate,
  type Candidates,
  type CompletionTables,
  listCandidates,
} from '../completion/list-candidates.ts';
import { findRegistryNames } from '../completion/registry-names.ts';
import { type ShellName, shellNames, shellScripts } from '../completion/shell-scripts.ts';
import type { Host } from '../host.ts';
import type { CompletionDocument } from '../json/completion.ts';
import { defineVerb, type Verb } from '../verb.ts';
import { exitCodeOf, type VerbResult } from '../verb-result.ts';

/** @param getTables what is completed from; asked when it is needed, since this verb is in them */
export function createCompletionVerb(getTables: () => CompletionTables): Verb {
  return defineVerb({
    name: 'completion',
    group: 'Help',
    summary: `print what a shell reads to complete lastgood: ${shellNames.join(', ')}`,
    words: ['[SHELL]', '[WORDS...]'],
    options: {
      answer: {
        help: 'print what may come next of the words behind --, as the scripts of the shells ask it',
      },
    },
    run: async ({ host, words, options }) => {
      if (!options.answer) return describeScript(readShell(words.SHELL));
      const typed = [...(words.SHELL === undefined ? [] : [words.SHELL]), ...words.WORDS];
      return describeAnswer(await answer(host, getTables(), typed));
    },
  });
}

async function answer(host: Host, tables: CompletionTables, words: readonly string[]): Promise<Candidates> {
  return await listCandidates(tables, words, line => findRegistryNames(host, line));
}

/** @throws InvalidInputError usage */
function readShell(text: string | undefined): ShellName {
  const shell = shellNames.find(name => name === text);
  if (shell !== undefined) return shell;
  const said =
    text === undefined
      ? 'No shell was named.'
      : `There is no completion for "${makeSafeText(text, { limit: 40 })}".`;
  throw new InvalidInputError('usage', said, { hint: `Name one of ${shellNames.join(', ')}.` });
}

function describeScript(shell: ShellName): VerbResult {
  const script = shellScripts[shell];
  return {
    exitCode: exitCodeOf('done'),
    document: (): CompletionDocument => ({
      schema: 'lastgood/completion/1',
      shell,
      script,
      candidates: [],
      others: null,
    }),
    lines: () => script.trimEnd().split('\n'),
  };
}

/** Candidates one a line, each with a tab and what it is for; then, behind a colon, what else the shell itself lists. */
function describeAnswer({ candidates, others }: Candidates): VerbResult {
  return {
    exitCode: exitCodeOf('done'),
    document: (): CompletionDocument => ({
      ...{ schema: 'lastgood/completion/1', shell: null, script: null },
      candidates: [...candidates],
      others,
    }),
    lines: () => [],
    text: () => [...candidates.map(formatCandidate), `:${others}`].map(line => `${line}\n`).join(''),
  };
}

function formatCandidate({ value, note }: Candidate): string {
  const [safe, shown] = [value, note].map(text => makeSafeText(text, { limit: 1000 }));
  return note === '' ? `${safe}` : `${safe}\t${shown}`;
}
