import type { WriteAccess } from '../apply/apply-environment.ts';
import { InvalidInputError } from '../errors/app-error.ts';
import { isServerText } from './server-address.ts';
import type { ConfiguredRegistry, SettingSources, Settings, SettingValues } from './settings.ts';
import { type SettingName, settingsTable } from './settings-table.ts';
import type { TokenHosts } from './token-hosts.ts';
import type { TransportName } from './transport-name.ts';

/**
 * The settings in force: flags before the environment, before the project file, before the user's file, before the defaults.
 * Protection is only ever tightened: read-only and offline are on when any source says so, protected aliases and gates are those of all sources,
 * and a login goes to no host that any source leaves out. Pure.
 * @throws InvalidInputError invalid-configuration when the default registry is none of the registries, or a channel and a tracker have
 *   one name
 */
export function mergeSettings(sources: SettingSources): Settings {
  const values = listStrongestFirst(sources).map(source => source.values);
  const transport = sources.flags.transport ?? sources.environment.transport;
  const registries = mergeRegistries(values, transport);
  const notify = keepFirstOfName(values.flatMap(each => each.notify ?? []));
  return {
    registries,
    defaultRegistry: checkDefault(sources, registries),
    actor: findStrongest(values, 'actor'),
    writes: mergeWriteAccess(sources),
    protectedAliases: [...new Set(values.flatMap(each => each.protectedAliases ?? []))].sort(),
    policies: values.flatMap(each => each.policies ?? []),
    gates: values.flatMap(each => each.gates ?? []),
    transport: findStrongest(values, 'transport') ?? 'sdk',
    offlineBecause: listStrongestFirst(sources)
      .find(source => source.values.offline === true)
      ?.describe('offline'),
    tokenHosts: mergeTokenHosts(sources),
    publish: values.flatMap(each => each.publish ?? []),
    notify,
    tracking: checkNames(keepFirstOfName(values.flatMap(each => each.tracking ?? [])), notify),
    theme: findStrongest(values, 'theme'),
    ascii: findStrongest(values, 'ascii') ?? false,
  };
}

type Source = { readonly values: SettingValues; readonly describe: (name: SettingName) => string };

/** Every source with the words for a setting in it. */
function listStrongestFirst(sources: SettingSources): readonly Source[] {
  const files = [sources.projectFile, sources.userFile].filter(file => file !== undefined);
  return [
    { values: sources.flags, describe: name => `${settingsTable[name].flag ?? name} is given` },
    { values: sources.environment, describe: name => `${settingsTable[name].variable ?? name} is set` },
    ...files.map(file => ({
      values: file.values,
      describe: (name: SettingName) => `${name} is set in ${file.path}`,
    })),
  ];
}

function findStrongest<Name extends SettingName>(
  values: readonly SettingValues[],
  name: Name,
): SettingValues[Name] {
  return values.find(each => each[name] !== undefined)?.[name];
}

function mergeWriteAccess(sources: SettingSources): WriteAccess {
  const strict = listStrongestFirst(sources).find(source => source.values.readOnly === true);
  if (strict === undefined) return { access: 'write' };
  return { access: 'read-only', because: strict.describe('readOnly') };
}

/** What a project says only takes away. */
function mergeTokenHosts(sources: SettingSources): TokenHosts {
  const lists = listStrongestFirst(sources).flatMap(({ values, describe }) =>
    values.tokenHosts === undefined ? [] : [{ hosts: values.tokenHosts, said: describe('tokenHosts') }],
  );
  const own = [sources.environment, ...(sources.userFile ? [sources.userFile.values] : [])];
  const servers = own.flatMap(({ registries = [] }) =>
    registries.map(({ path }) => path).filter(isServerText),
  );
  return { lists, trusted: [...own.flatMap(({ tokenHosts = [] }) => tokenHosts), ...servers] };
}

function keepFirstOfName<Named extends { readonly name: string }>(items: readonly Named[]): readonly Named[] {
  return items.filter(({ name }, place) => items.findIndex(other => other.name === name) === place);
}

/** What waits in the outbox is kept under the name alone. @throws InvalidInputError invalid-configuration */
function checkNames(tracking: Settings['tracking'], notify: Settings['notify']): Settings['tracking'] {
  const both = tracking.find(({ name }) => notify.some(other => other.name === name));
  if (both === undefined) return tracking;
  throw new InvalidInputError(
    'invalid-configuration',
    `${both.file}: ${both.name} is the name of a tracker here and of a channel in notify; call one of them something else.`,
    { data: { setting: 'tracking', value: both.name } },
  );
}

/** @param transport what a flag or a variable says, for every bucket */
function mergeRegistries(
  values: readonly SettingValues[],
  transport: TransportName | undefined,
): readonly ConfiguredRegistry[] {
  const byName = new Map<string, ConfiguredRegistry>();
  for (const registry of values.flatMap(each => each.registries ?? [])) {
    if (byName.has(registry.name)) continue;
    byName.set(registry.name, transport === undefined ? registry : { ...registry, transport });
  }
  return [...byName.values()];
}

function checkDefault(
  sources: SettingSources,
  registries: readonly ConfiguredRegistry[],
): string | undefined {
  const source = listStrongestFirst(sources).find(each => each.values.defaultRegistry !== undefined);
  const name = source?.values.defaultRegistry;
  if (source === undefined || name === undefined) return undefined;
  if (registries.some(registry => registry.name === name)) return name;
  const known = registries.map(registry => registry.name).join(', ') || 'none';
  throw new InvalidInputError(
    'invalid-configuration',
    `${source.describe('defaultRegistry')} to ${name}, which is no configured registry (${known}).`,
    { data: { setting: 'defaultRegistry', value: name } },
  );
}
