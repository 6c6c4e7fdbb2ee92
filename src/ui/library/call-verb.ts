import type { Session } from '../../core/session/session.ts';
import { createBehind } from '../command-line/behind.ts';
import type { GlobalOptions, Outside } from '../command-line/host.ts';
import type { OptionRows, Verb } from '../command-line/verb.ts';
import type { JsonDocument } from '../command-line/verb-result.ts';

/** A registry that is open, and the outside as the verbs use it. */
export type OpenedRegistry = {
  readonly session: Session;
  readonly host: Outside;
  readonly global: GlobalOptions;
};

/** Words and options of a verb, by their names in its rows; what is left out was not given. */
export type Given = {
  readonly words: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly options?: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
};

/**
 * Runs a verb as the command line does, and gives its document instead of printing it.
 * @param verb one whose `--json` prints a Document
 * @throws AppError as the verb does
 */
export async function callVerb<Document extends JsonDocument>(
  { session, host, global }: OpenedRegistry,
  verb: Verb,
  { words, options = {} }: Given,
): Promise<Document> {
  const behind = createBehind();
  const result = await verb.run({
    host: { ...host, behind },
    global,
    words,
    options: { ...notGiven(verb.options), ...options },
    openSession: async () => session,
  });
  await behind.finish();
  return result.document() as Document;
}

function notGiven(rows: OptionRows): Given['options'] {
  return Object.fromEntries(
    Object.entries(rows).map(([name, { takes, many }]) => {
      const value = takes === undefined ? false : many ? [] : undefined;
      return [name, value];
    }),
  );
}
