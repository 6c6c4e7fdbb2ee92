import type { Examinable } from '../ports/examinable.ts';
import { maskSecrets } from '../secrets/find-secret.ts';
import type { KnownSecret } from '../secrets/known-secrets.ts';
import type { Connection } from './connection.ts';

/** A service of which nothing is shown that is a secret of this environment. */
export function maskExaminable(service: Examinable, known: readonly KnownSecret[]): Examinable {
  const { use, name, place } = service;
  return {
    ...{ use, name, place },
    examine: async signal => maskConnection(await service.examine(signal), known),
  };
}

/** What is known of a service, without the secrets of this environment. Pure. */
export function maskConnection(connection: Connection, known: readonly KnownSecret[]): Connection {
  const mask = (text: string): string => maskSecrets(text, known);
  const { identity, may, missing } = connection;
  return {
    ...connection,
    identity: identity === null ? null : mask(identity),
    may: may.map(mask),
    missing: missing.map(({ what, fix }) => ({ what: mask(what), fix: mask(fix) })),
  };
}
