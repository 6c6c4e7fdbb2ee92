/** What a step of a job wants of lastgood. */
export type Wish = {
  /** The verb as it was written, for people. */
  readonly verb: string;
  /** Undefined: it is about none, or about several. */
  readonly model: string | undefined;
  readonly reason: string | undefined;
  /** It is confirmed, so it may change what is live. */
  readonly writes: boolean;
  /** The arguments of the program; every text from outside is the value of one option or stands behind `--`. */
  readonly argv: readonly string[];
  /** The arguments that ask what is live. */
  readonly resolveArgv: readonly string[];
  /** The name of its document: letters, digits, dot, dash and underscore. */
  readonly name: string;
};

/** Variables of the environment by name. */
type Variables = Readonly<Record<string, string | undefined>>;

/** S0's own commands, which take the model as an option. */
const commandsWithModelName = ['compute_quality_gate', 'deploy_model', 'rollback_model'];

/** What the inputs of the action say, which come as variables. Pure. @throws Error in words for the person who wrote the workflow */
export function readWish(variables: Variables): Wish {
  const read = (name: string): string => variables[`LASTGOOD_ACTION_${name}`] ?? '';
  const verb = read('VERB').trim();
  if (!/^[a-z][a-z_-]*(?: [a-z][a-z_-]*)*$/.test(verb))
    throw new Error(`The input verb is ${JSON.stringify(verb)}, which is no verb.`);
  const model = read('MODEL');
  const registry = formatOption('registry', read('REGISTRY'));
  const isNamedByOption = commandsWithModelName.includes(verb);
  const confirm = read('CONFIRM');
  const options = readList(read('OPTIONS'), 'options');
  return {
    verb,
    model: model || undefined,
    reason: read('REASON') || undefined,
    writes: (confirm !== '' || options.includes('--yes')) && !options.includes('--dry-run'),
    argv: [
      ...verb.split(' '),
      ...registry,
      ...(isNamedByOption ? formatOption('model-name', model) : []),
      ...options,
      ...formatOption('reason', read('REASON')),
      ...(confirm === '' ? [] : ['--yes', `--confirm=${confirm}`]),
      '--json',
      '--',
      ...(isNamedByOption || model === '' ? [] : [model]),
      ...readList(read('WORDS'), 'words'),
    ],
    resolveArgv: ['resolve', ...registry, ...formatOption('alias', read('ALIAS')), '--json', '--', model],
    name: (read('NAME').trim() || verb).replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, ''),
  };
}

/** As one argument, so that no value is taken for an option. */
function formatOption(name: string, value: string): readonly string[] {
  return value === '' ? [] : [`--${name}=${value}`];
}

/** Texts one a line, or as a JSON list, where a text may hold line ends. Empty ones are left out. */
function readList(text: string, input: string): readonly string[] {
  const isList = text.trimStart().startsWith('[');
  const items = isList ? parseList(text, input) : text.split(/\r?\n/).map(line => line.trim());
  return items.filter(item => item !== '');
}

function parseList(text: string, input: string): readonly string[] {
  const complaint = `The input ${input} begins like a JSON list and is no list of texts.`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(complaint, { cause });
  }
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) return value;
  throw new Error(complaint);
}
