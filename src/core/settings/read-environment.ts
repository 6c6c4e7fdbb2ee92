import { InvalidInputError } from '../errors/app-error.ts';
import { checkAnyAliasName } from '../names/model-name.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { findHostProblem } from './server-address.ts';
import type { SettingValues } from './settings.ts';
import { type SettingName, settingsTable } from './settings-table.ts';
import { parseTheme, type ThemeName } from './theme-name.ts';
import { parseTransport, type TransportName } from './transport-name.ts';

/** Variables of the environment by name. An empty one counts as not set. */
export type Variables = Readonly<Record<string, string | undefined>>;

const yes = ['1', 'true', 'yes', 'on'];
const no = ['0', 'false', 'no', 'off'];

/**
 * What the variables say about the settings. LASTGOOD_REGISTRY is not among them, since it can name more than a configured
 * registry: {@link chooseRegistry} reads it, and {@link chooseCache} reads LASTGOOD_CACHE. Pure.
 * @throws InvalidInputError invalid-configuration
 */
export function readEnvironment(variables: Variables): SettingValues {
  return {
    actor: findVariable(variables, 'LASTGOOD_ACTOR') ?? findVariable(variables, 'GITHUB_ACTOR'),
    readOnly: readYesOrNo(variables, 'readOnly'),
    protectedAliases: readList(variables, 'protectedAliases')?.map(checkAnyAliasName),
    transport: readTransport(variables),
    offline: readYesOrNo(variables, 'offline'),
    tokenHosts: readList(variables, 'tokenHosts')?.map(checkHost),
    theme: readTheme(variables),
    ascii: readYesOrNo(variables, 'ascii'),
  };
}

/** The value of a variable; undefined when it is missing or empty. Pure. */
export function findVariable(variables: Variables, name: string): string | undefined {
  return variables[name] || undefined;
}

function findSetting(variables: Variables, name: SettingName): string | undefined {
  return findVariable(variables, settingsTable[name].variable ?? '');
}

function readYesOrNo(variables: Variables, name: SettingName): boolean | undefined {
  const text = findSetting(variables, name)?.trim().toLowerCase();
  if (text === undefined) return undefined;
  if (yes.includes(text)) return true;
  if (no.includes(text)) return false;
  const variable = settingsTable[name].variable ?? name;
  const shown = makeSafeText(text, { limit: 80 });
  throw new InvalidInputError('invalid-configuration', `${variable}: "${shown}" is neither true nor false.`, {
    data: { variable, value: shown },
  });
}

function readTheme(variables: Variables): ThemeName | undefined {
  const text = findSetting(variables, 'theme');
  return text === undefined ? undefined : parseTheme(text, settingsTable.theme.variable ?? 'theme');
}

function readTransport(variables: Variables): TransportName | undefined {
  const text = findSetting(variables, 'transport');
  return text === undefined
    ? undefined
    : parseTransport(text, settingsTable.transport.variable ?? 'transport');
}

/** Texts separated by commas. */
function readList(variables: Variables, name: SettingName): readonly string[] | undefined {
  const texts = findSetting(variables, name)
    ?.split(',')
    .map(text => text.trim());
  return texts?.filter(text => text !== '');
}

function checkHost(text: string): string {
  const problem = findHostProblem(text);
  if (problem === undefined) return text;
  const variable = settingsTable.tokenHosts.variable ?? 'tokenHosts';
  const shown = makeSafeText(text, { limit: 80 });
  throw new InvalidInputError('invalid-configuration', `${variable}: "${shown}" ${problem}.`, {
    data: { variable, value: shown },
  });
}
