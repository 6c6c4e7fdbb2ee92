import type { OpenedRegistry } from './call-verb.ts';
import type { RegistryClient } from './contract/client.ts';
import { createReadingMethods } from './read-registry.ts';
import { createWritingMethods } from './write-registry.ts';

/** A registry as a program uses it: the command line without its texts. */
export function createRegistryClient(opened: OpenedRegistry): RegistryClient {
  const { name, kind, place } = opened.session.registry.reader.identity;
  return { name, kind, place, ...createReadingMethods(opened), ...createWritingMethods(opened) };
}
