import type { Session } from '../../core/session/session.ts';
import type { GlobalOptions, Host } from './host.ts';
import type { VerbResult } from './verb-result.ts';

/** Parts of `lastgood --help`, in its order. Verbs of the first one never write to a registry. */
export const verbGroups = [
  'Look',
  'Move what is live',
  'Versions',
  'Keep in order',
  'Help',
  "The originals' own commands",
] as const;
type VerbGroup = (typeof verbGroups)[number];

/** First words that commands stand below, and what they are for. What is not here is another name of one, and help leaves it out. */
export const verbFamilies: Readonly<Record<string, { readonly group: VerbGroup; readonly summary: string }>> =
  {
    afs: {
      group: "The originals' own commands",
      summary: "what AFS calls its registry commands, with S2's own flags: list, info, add, deploy …",
    },
    mlops: {
      group: "The originals' own commands",
      summary:
        "S3's registry commands, on MLflow: list_versions, transition, promote, info, cleanup, archive",
    },
  };

/** One option of a verb. Without `takes` it is a flag; with `many` it may be given several times. */
export type OptionRow = {
  /** Name of its value, for example `VERSION`; in brackets where it may be left out, which is read as an empty text. */
  readonly takes?: string;
  readonly many?: true;
  /** All that its value may be, where that is a few words: what shells complete. */
  readonly values?: readonly string[];
  readonly help: string;
  /** What it is called in lastgood's own words, where an original's command calls it differently. */
  readonly ours?: string;
};

/** Options by name, without the dashes. */
export type OptionRows = Readonly<Record<string, OptionRow>>;

/** What an option was given as: texts in the order given, a text or undefined, or whether the flag was there. */
type OptionValue<Row extends OptionRow> = Row extends { readonly takes: string }
  ? Row extends { readonly many: true }
    ? readonly string[]
    : string | undefined
  : boolean;

export type OptionValues<Rows extends OptionRows> = {
  readonly [Name in keyof Rows]: OptionValue<Rows[Name]>;
};

/** What the words were given as; a name in brackets is optional and loses them, one with dots takes all that follow and loses those. */
type WordValues<Words extends readonly string[]> = {
  readonly [Name in Words[number] as BareName<Name>]: Name extends `${string}...` | `[${string}...]`
    ? readonly string[]
    : Name extends `[${string}]`
      ? string | undefined
      : string;
};

type BareName<Name extends string> = Name extends `[${infer Bare}]`
  ? BareName<Bare>
  : Name extends `${infer Bare}...`
    ? Bare
    : Name;

/** One use of a verb. */
export type Call<Words = unknown, Options = unknown> = {
  readonly host: Host;
  readonly global: GlobalOptions;
  readonly words: Words;
  readonly options: Options;
  /** Opens the registry the command line means. @throws InvalidInputError as the host does */
  readonly openSession: () => Promise<Session>;
};

type VerbDefinition<Words extends readonly string[], Rows extends OptionRows> = {
  /** One word, or the words of a command below another: `afs list`. */
  readonly name: string;
  readonly alias?: string;
  /** The same in lastgood's own words, where it is an original's command. */
  readonly ours?: string;
  readonly group: VerbGroup;
  /** What it does, as an imperative, in one line. */
  readonly summary: string;
  /** Words after the name, in order: `['MODEL', '[VERSION]']`; dots behind the last one: as many as are given. */
  readonly words: Words;
  /** All that a word may be, by its name, where that is a few: what shells complete. */
  readonly wordValues?: Readonly<Record<string, readonly string[]>>;
  /** Said where it looks at others beside the MODEL among its words. */
  readonly looksAt?: 'all-models';
  readonly options: Rows;
  readonly run: (call: Call<WordValues<Words>, OptionValues<Rows>>) => Promise<VerbResult>;
};

/** A verb as the table holds it. */
export type Verb = {
  readonly name: string;
  readonly alias: string | undefined;
  readonly ours: string | undefined;
  readonly group: VerbGroup;
  readonly summary: string;
  readonly words: readonly string[];
  readonly wordValues: Readonly<Record<string, readonly string[]>>;
  readonly looksAt: 'all-models' | undefined;
  readonly options: OptionRows;
  /** Called with the words and options that the rows above describe, and only so. */
  readonly run: (call: Call) => Promise<VerbResult>;
};

/** A verb from its description. `run` is given exactly the words and options that are described. */
export function defineVerb<const Words extends readonly string[], const Rows extends OptionRows>(
  definition: VerbDefinition<Words, Rows>,
): Verb {
  return {
    ...definition,
    alias: definition.alias,
    ours: definition.ours,
    wordValues: definition.wordValues ?? {},
    looksAt: definition.looksAt,
    run: call => definition.run(call as Call<WordValues<Words>, OptionValues<Rows>>),
  };
}
