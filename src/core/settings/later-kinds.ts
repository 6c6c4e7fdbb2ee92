import { InvalidInputError } from '../errors/app-error.ts';
import { makeSafeText } from '../text/safe-text.ts';

/** Kinds of registries that later versions open, by the prefix that names them, in words. */
const laterPrefixes: Readonly<Record<string, string>> = {
  mlflow: 'an MLflow server',
  dvc: 'a DVC repository',
};

/** Addresses that later versions open, by scheme, in words. */
const laterSchemes: Readonly<Record<string, string>> = {
  http: 'an MLflow server',
  https: 'an MLflow server',
};

/** The scheme of an address, in lower case; undefined for anything else. Pure. */
export function findScheme(text: string): string | undefined {
  // One slash is enough: `gs:/bucket` is what a path library makes of the address.
  return /^([A-Za-z][A-Za-z0-9+.-]+):\//.exec(text)?.[1]?.toLowerCase();
}

/**
 * Refuses an address (`scheme://…`), which must never be taken for a folder of that name. Pure.
 * @throws InvalidInputError registry-kind-unknown
 */
export function refuseAddress(text: string, said: string): void {
  const scheme = findScheme(text);
  if (scheme === undefined) return;
  const what = Object.hasOwn(laterSchemes, scheme) ? laterSchemes[scheme] : undefined;
  throw refuseLater(text, said, what ?? `an address of the scheme ${scheme}`);
}

/**
 * Refuses a text that begins with a kind and a colon. Pure.
 * @throws InvalidInputError registry-kind-unknown
 */
export function refusePrefix(text: string, said: string): void {
  const prefix = /^([A-Za-z][\w+.-]+):/.exec(text)?.[1];
  if (prefix === undefined) return;
  if (Object.hasOwn(laterPrefixes, prefix)) throw refuseLater(text, said, laterPrefixes[prefix] ?? prefix);
  refuseAddress(text, said);
  throw new InvalidInputError(
    'registry-kind-unknown',
    `${said}: ${prefix} is no kind of registry, in "${show(text)}".`,
    { hint: `The kinds there are: directory, catalog. A folder of that name is written ./${show(text)}.` },
  );
}

function refuseLater(text: string, said: string, what: string): InvalidInputError {
  return new InvalidInputError(
    'registry-kind-unknown',
    `${said}: "${show(text)}" is ${what}, which this version of lastgood cannot open.`,
    {
      hint: 'This version opens folders, JSON catalogues and buckets: give a path, or gs://BUCKET/PREFIX.',
    },
  );
}

function show(text: string): string {
  return makeSafeText(text, { limit: 200 });
}
