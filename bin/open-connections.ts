import { homedir } from 'node:os';
import { join } from 'node:path';
import { findLogin } from '../src/adapters/settings/find-login.ts';
import { findRegistry } from '../src/adapters/settings/find-registry.ts';
import { addDotEnv } from '../src/adapters/settings/originals-variables.ts';
import { examineState } from '../src/adapters/state/examine-state.ts';
import { findStateFolder } from '../src/adapters/state/state-folder.ts';
import type { Connection } from '../src/core/connections/connection.ts';
import { examineOutboxFolder } from '../src/core/connections/examine-outbox.ts';
import { maskExaminable } from '../src/core/connections/mask-connection.ts';
import { type AppError, NotFoundError, UnavailableError } from '../src/core/errors/app-error.ts';
import { describeErrorCode } from '../src/core/errors/error-codes.ts';
import type { Telling } from '../src/core/events/telling.ts';
import type { Examinable } from '../src/core/ports/examinable.ts';
import { listKnownSecrets } from '../src/core/secrets/known-secrets.ts';
import { namePlace, type RegistryPlace } from '../src/core/settings/judge-place.ts';
import { listSecretVariables } from '../src/core/settings/notify-setting.ts';
import type { Variables } from '../src/core/settings/read-environment.ts';
import type { Settings } from '../src/core/settings/settings.ts';
import type { GlobalOptions } from '../src/ui/command-line/host.ts';
import { examinePlace } from './compose.ts';
import { examineRegistry } from './examine-registry.ts';
import { openHubConnections } from './open-hub-connections.ts';
import { loadSettingsFor } from './open-registry.ts';
import { openTelling } from './open-telling.ts';
import { getWorkingFolder } from './working-folder.ts';

/** What every service is opened with. */
type ServiceParts = {
  readonly settings: Settings;
  /** Of the process, without what a `.env` adds. */
  readonly variables: Variables;
  /** Absolute. */
  readonly workingFolder: string;
  readonly homeFolder: string;
};

/**
 * Every service that the settings and variables name: the registry, the hub, channels and trackers, and what is kept on this machine. None
 * is asked and nothing is made yet.
 * @throws InvalidInputError invalid-configuration, usage, registry-ambiguous, registry-kind-unknown
 */
export async function openConnections(
  options: GlobalOptions,
  environment: Variables,
): Promise<readonly Examinable[]> {
  const folders = { workingFolder: getWorkingFolder(), homeFolder: homedir() };
  const [settings, variables] = await Promise.all([
    loadSettingsFor(options, environment, folders),
    addDotEnv(environment, folders.workingFolder),
  ]);
  const parts = { settings, variables: environment, ...folders };
  const { registry, flag, cache, kind } = { ...options, flag: options.registry };
  const found = await findRegistry({ flag, cache, variables, settings, kind }, folders).then(
    place => ({ place, problem: undefined }),
    (thrown: unknown) => ({ place: undefined, problem: keepIfOutside(thrown) }),
  );
  const place = found.place && (await examinePlace(found.place));
  const login = findLogin(environment).user;
  const secrets = listKnownSecrets(variables, listSecretVariables(settings.notify));
  const services = [
    place === undefined
      ? describeNoRegistry(registry, found.problem)
      : openRegistryConnection(place, parts, login),
    ...(await openHubConnections(parts)),
    ...openTellingConnections(place, parts),
    openStateConnection(parts, login),
  ];
  return services.map(service => maskExaminable(service, secrets));
}

/** That a registry is not there says nothing of other services; what is wrong in the command or the configuration ends it all. */
function keepIfOutside(thrown: unknown): AppError {
  if (thrown instanceof NotFoundError || thrown instanceof UnavailableError) return thrown;
  throw thrown;
}

function describeNoRegistry(named: string | undefined, problem: AppError | undefined): Examinable {
  const what = problem?.message ?? 'No registry was named and none was found here.';
  const fix = problem?.hint ?? describeErrorCode('registry-not-chosen').hint;
  const state = problem === undefined && named === undefined ? 'not-configured' : 'not-usable';
  return openAnswered('registry', { name: 'registry', place: null, state, missing: [{ what, fix }] });
}

function openRegistryConnection(place: RegistryPlace, parts: ServiceParts, login: string): Examinable {
  const { name } = place;
  return {
    ...{ use: 'registry', name, place: namePlace(place) },
    examine: async signal => await examineRegistry(place, { ...parts, login }, signal),
  };
}

function openTellingConnections(
  place: RegistryPlace | undefined,
  parts: ServiceParts,
): readonly Examinable[] {
  // Without a registry there is no outbox; who is told is configured all the same.
  const registry = {
    name: '',
    kind: place?.kind ?? 'directory',
    place: place === undefined ? '' : namePlace(place),
  };
  const telling = openTelling({ ...parts, registry });
  const outbox = place === undefined || isNobodyTold(telling) ? [] : [openOutboxConnection(telling, parts)];
  const unready = telling.unready.map(({ name, use, because }) => {
    const fix = `Give it that, or take ${name} out of the configuration.`;
    const missing = [{ what: because.endsWith('.') ? because : `${because}.`, fix }];
    return openAnswered(use, { name, place: null, state: 'not-configured', missing });
  });
  const ready = telling.channels.map(channel => openChannelConnection(channel, telling.keptBecause));
  const configured = [...parts.settings.notify, ...parts.settings.tracking].map(({ name }) => name);
  const rankOf = ({ name }: Examinable): number => configured.indexOf(name);
  return [...[...ready, ...unready].toSorted((one, other) => rankOf(one) - rankOf(other)), ...outbox];
}

function isNobodyTold({ channels, unready }: Telling): boolean {
  return channels.length === 0 && unready.length === 0;
}

function openChannelConnection(
  { name, use, examine }: Telling['channels'][number],
  keptBecause: string | undefined,
): Examinable {
  if (keptBecause === undefined) return { use, name, place: null, examine };
  const missing = [
    { what: `Not asked: ${keptBecause}.`, fix: 'Leave out --offline, or change the setting offline.' },
  ];
  return openAnswered(use, { name, place: null, state: 'not-asked', missing });
}

function openOutboxConnection(telling: Telling, parts: ServiceParts): Examinable {
  const place = join(findStateFolder(parts.variables, parts.homeFolder), 'outbox');
  return {
    ...{ use: 'outbox', name: 'outbox', place },
    examine: async () => await examineOutboxFolder(telling, place),
  };
}

function openStateConnection({ variables, homeFolder }: ServiceParts, login: string): Examinable {
  const place = findStateFolder(variables, homeFolder);
  return { use: 'state', name: 'state', place, examine: async () => await examineState(place, login) };
}

/** A service of which all is known without asking. */
function openAnswered(
  use: Examinable['use'],
  known: Pick<Connection, 'name' | 'place' | 'state' | 'missing'>,
): Examinable {
  const { name, place } = known;
  return { use, name, place, examine: async () => ({ ...known, identity: null, may: [] }) };
}
