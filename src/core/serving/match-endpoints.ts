import type { EndpointEntry } from './serving-file.ts';

/** What is served, as the names of an endpoint say it. Undefined: they do not. */
export type EndpointSubject = {
  readonly model: string | undefined;
  readonly alias: string | undefined;
  readonly version: string | undefined;
};

/** The names there are. */
export type KnownNames = {
  readonly aliases: readonly string[];
  /** Versions by their model. */
  readonly models: ReadonlyMap<string, readonly string[]>;
};

/**
 * What an endpoint serves: nothing in the file says so but names that people chose, such as `qwen_v2` labelled "Qwen Stable". So only
 * whole words count, and where two things are named, or none, it is not known. Pure.
 */
export function findSubject(entry: EndpointEntry, { aliases, models }: KnownNames): EndpointSubject {
  const names = [entry.id, entry.ollamaName].flatMap(name => (name === undefined ? [] : [name]));
  const [only, ...others] = models.keys();
  const named = findLongest([...models.keys()], name => names.some(each => beginsWith(each, name)));
  // A family may be called stable-diffusion: its own name names no alias.
  const ofFamily = splitWords(named ?? '');
  const spoken = [...names, entry.label ?? ''].flatMap(splitWords).filter(word => !ofFamily.includes(word));
  const [alias, ...further] = aliases.filter(each => spoken.includes(each.toLowerCase()));
  const isOf = further.length === 0 ? alias : undefined;
  // A file that names an alias and no family is that of the only one there is.
  const model = named ?? (isOf !== undefined && others.length === 0 ? only : undefined);
  const versions = model === undefined ? [] : (models.get(model) ?? []);
  return {
    model,
    alias: isOf,
    version: findLongest(versions, run => names.some(each => endsWith(each, run))),
  };
}

/**
 * The one that serves a version under an alias: whose names say that version, else that alias, else the only one of the model where its
 * names say neither. Undefined where none is, or several are. Pure.
 */
export function chooseEndpoint<Known extends EndpointSubject>(
  endpoints: readonly Known[],
  wanted: { readonly model: string; readonly version: string; readonly alias: string },
): Known | undefined {
  const own = endpoints.filter(({ model }) => model === wanted.model);
  const serving = own.filter(({ version }) => version === undefined || version === wanted.version);
  const sets = [
    serving.filter(({ version, alias }) => version !== undefined && alias === wanted.alias),
    serving.filter(({ version, alias }) => version !== undefined && alias === undefined),
    serving.filter(({ alias }) => alias === wanted.alias),
    own.length === 1 ? serving.filter(({ alias }) => alias === undefined) : [],
  ];
  const [first, ...others] = sets.find(({ length }) => length > 0) ?? [];
  return others.length === 0 ? first : undefined;
}

/** Whether a name is another one, or goes on after it with a sign that parts words. */
function beginsWith(name: string, start: string): boolean {
  const [one, other] = [name.toLowerCase(), start.toLowerCase()];
  return one.startsWith(other) && !/^[a-z0-9]/.test(one.slice(other.length));
}

function endsWith(name: string, end: string): boolean {
  const [one, other] = [name.toLowerCase(), end.toLowerCase()];
  return one.endsWith(other) && !/[a-z0-9]$/.test(one.slice(0, one.length - other.length));
}

/** `qwen` and `qwen_big` may both be meant by `qwen_big_v1`: the longer name says more. */
function findLongest(names: readonly string[], fits: (name: string) => boolean): string | undefined {
  return names.filter(fits).sort((one, other) => other.length - one.length)[0];
}

function splitWords(text: string): readonly string[] {
  return text.toLowerCase().split(/[^a-z0-9]+/);
}
