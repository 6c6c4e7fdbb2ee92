import { InvalidInputError } from '../errors/app-error.ts';
import { registryKinds } from '../registry/registry-index.ts';
import { findScheme } from './find-scheme.ts';
import { hideSecrets } from './server-address.ts';

/**
 * Refuses an address (`scheme://…`), which must never be taken for a folder of that name. Pure.
 * @throws InvalidInputError registry-kind-unknown
 */
export function refuseAddress(text: string, said: string): void {
  const scheme = findScheme(text);
  if (scheme !== undefined) throw refuseLater(text, said, `an address of the scheme ${scheme}`);
}

/**
 * Refuses a text that begins with a kind and a colon. Pure.
 * @throws InvalidInputError registry-kind-unknown
 */
export function refusePrefix(text: string, said: string): void {
  const prefix = /^([A-Za-z][\w+.-]+):/.exec(text)?.[1];
  if (prefix === undefined) return;
  refuseAddress(text, said);
  const shown = hideSecrets(text);
  throw new InvalidInputError(
    'registry-kind-unknown',
    `${said}: ${prefix} is no kind of registry, in "${shown}".`,
    {
      hint: `The kinds there are: ${registryKinds.join(', ')}. A folder of that name is written ./${shown}.`,
    },
  );
}

function refuseLater(text: string, said: string, what: string): InvalidInputError {
  return new InvalidInputError(
    'registry-kind-unknown',
    `${said}: "${hideSecrets(text)}" is ${what}, which this version of lastgood cannot open.`,
    {
      hint: 'This version opens folders, JSON catalogues, buckets, MLflow and working trees of DVC: give a path, gs://BUCKET/PREFIX or https://HOST.',
    },
  );
}
