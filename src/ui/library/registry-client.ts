import { usualAliasOf } from '../../core/session/usual-alias.ts';
import type { OpenedRegistry } from './call-verb.ts';
import type { RegistryClient } from './contract/client.ts';
import { createReadingMethods } from './read-registry.ts';
import { createWritingMethods } from './write-registry.ts';

/** A registry as a program uses it: the command line without its texts. */
export function createRegistryClient(opened: Omit<OpenedRegistry, 'usualAlias'>): RegistryClient {
  const { name, kind, place } = opened.session.registry.reader.identity;
  const complete = { ...opened, usualAlias: usualAliasOf(opened.session) };
  return { name, kind, place, ...createReadingMethods(complete), ...createWritingMethods(complete) };
}
