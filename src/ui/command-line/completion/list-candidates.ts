import { builtInPolicyNames } from '../../../core/gate/policy-name.ts';
import { versionStates } from '../../../core/history/entry.ts';
import { metricTable } from '../../../core/registry/metric.ts';
import type { OptionRows, Verb } from '../verb.ts';
import { listVerbWords, readTypedLine, type TypedLine, type Wanted } from './read-words.ts';

/** One way to go on: what to type, and what it is for. */
export type Candidate = { readonly value: string; readonly note: string };

/** What else may stand there, which the shell itself knows better. */
export type ShellList = 'files' | 'folders' | 'nothing-else';

export type Candidates = { readonly candidates: readonly Candidate[]; readonly others: ShellList };

/** What only the registry knows. Each is empty where it cannot be asked. */
export type RegistryNames = {
  readonly models: () => Promise<readonly string[]>;
  /** Newest first. */
  readonly versions: (model: string) => Promise<readonly string[]>;
  readonly aliases: (model: string) => Promise<readonly string[]>;
};

/** Tables that candidates come from. */
export type CompletionTables = {
  readonly verbs: readonly Verb[];
  readonly global: OptionRows;
  readonly topics: readonly string[];
  readonly shells: readonly string[];
};

/** Names that the tables have for files, folders, and what may be either or something else. */
const filesByName: Readonly<Record<string, ShellList>> = {
  ...{ FILE: 'files', PATH: 'files', 'PATH|URI': 'files', 'NAME|FILE': 'files' },
  ...{ DIR: 'folders', FOLDER: 'folders', PLACE: 'files' },
};

/** Names for a version, in words of verbs and in options. */
const versionNames = ['VERSION', 'BEFORE', 'AFTER', 'VERSION1', 'VERSION2'];

/** What may be typed at the end of a command line; of the registry only what stands there is asked. Pure but for `names`. */
export async function listCandidates(
  tables: CompletionTables,
  words: readonly string[],
  names: (line: TypedLine) => RegistryNames,
): Promise<Candidates> {
  const line = readTypedLine(tables.verbs, tables.global, words);
  const { wanted, typed, attachedTo } = line;
  const all = await listAll(tables, line, names);
  const candidates = all.candidates
    .filter(({ value }) => value.startsWith(typed))
    .map(({ value, note }) => ({ value: `${attachedTo}${value}`, note }));
  return { candidates, others: wanted.what === 'value' ? all.others : 'nothing-else' };
}

async function listAll(
  tables: CompletionTables,
  line: TypedLine,
  names: (line: TypedLine) => RegistryNames,
): Promise<Candidates> {
  const { wanted } = line;
  switch (wanted.what) {
    case 'verb':
      return only(listVerbWords(tables.verbs, wanted.above).map(([value, note]) => ({ value, note })));
    case 'option': {
      const isOpen = (name: string): boolean =>
        wanted.options[name]?.many === true || !wanted.given.includes(name);
      const open = Object.entries(wanted.options).filter(([name]) => isOpen(name));
      return only(open.map(([name, row]) => ({ value: `--${name}`, note: row.help })));
    }
    case 'value': {
      const others = filesByName[wanted.name] ?? 'nothing-else';
      const values = await listValues(tables, line, wanted, names);
      return { candidates: values.map(value => ({ value, note: '' })), others };
    }
    case 'nothing':
      return only([]);
  }
}

async function listValues(
  tables: CompletionTables,
  line: TypedLine,
  wanted: Extract<Wanted, { readonly what: 'value' }>,
  names: (line: TypedLine) => RegistryNames,
): Promise<readonly string[]> {
  const { name } = wanted;
  const known: Readonly<Record<string, readonly string[]>> = {
    STATE: versionStates,
    STAGE: ['None', 'Staging', 'Production', 'Archived'],
    METRIC: Object.keys(metricTable),
    'NAME|FILE': builtInPolicyNames,
    TOPIC: tables.topics,
    SHELL: tables.shells,
  };
  if (wanted.values.length > 0) return wanted.values;
  const fixed = known[name];
  if (fixed !== undefined) return fixed;
  const isModel = ['model-name', 'model', 'family'].includes(wanted.option ?? '');
  if (isModel || name === 'MODEL') return await names(line).models();
  const model = line.words['MODEL'] ?? line.options['model-name'] ?? line.options['family'];
  if (model === undefined) return [];
  if (versionNames.includes(name)) return await names(line).versions(model);
  return name === 'ALIAS' ? await names(line).aliases(model) : [];
}

function only(candidates: readonly Candidate[]): Candidates {
  return { candidates, others: 'nothing-else' };
}
