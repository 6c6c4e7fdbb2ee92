import { homedir } from 'node:os';
import { type Actor, findActor } from '../src/adapters/settings/find-actor.ts';
import { findGitEmail } from '../src/adapters/settings/find-git-email.ts';
import { findLogin } from '../src/adapters/settings/find-login.ts';
import { type Folders, findRegistry } from '../src/adapters/settings/find-registry.ts';
import { loadSettings } from '../src/adapters/settings/load-settings.ts';
import { addDotEnv } from '../src/adapters/settings/originals-variables.ts';
import { InvalidInputError } from '../src/core/errors/app-error.ts';
import { describeErrorCode } from '../src/core/errors/error-codes.ts';
import type { Telling } from '../src/core/events/telling.ts';
import type { RunLog } from '../src/core/ports/run-log.ts';
import { listKnownSecrets } from '../src/core/secrets/known-secrets.ts';
import type { Judging } from '../src/core/session/judge-version.ts';
import type { PublicationDesk } from '../src/core/session/prepare-publication.ts';
import type { Session } from '../src/core/session/session.ts';
import {
  type MissingRegistry,
  namePlace,
  offerOfFirst,
  type RegistryPlace,
} from '../src/core/settings/judge-place.ts';
import { listSecretVariables } from '../src/core/settings/notify-setting.ts';
import { findVariable, type Variables } from '../src/core/settings/read-environment.ts';
import type { Settings } from '../src/core/settings/settings.ts';
import { parseTheme } from '../src/core/settings/theme-name.ts';
import { listTrackers } from '../src/core/settings/tracking-setting.ts';
import { parseTransport } from '../src/core/settings/transport-name.ts';
import type { ConsoleOptions, GlobalOptions, SessionPurpose } from '../src/ui/command-line/host.ts';
import { createJudging, createSession, examinePlace, openPlace } from './compose.ts';
import { openDeploying } from './open-deploying.ts';
import type { TrackingServer } from './open-run-log.ts';
import { openSample, sampleName } from './open-sample.ts';
import type { TellingParts } from './open-telling.ts';
import { getWorkingFolder } from './working-folder.ts';

/** A registry that is open, with how it was found. */
export type OpenRegistry = {
  readonly session: Session;
  readonly place: RegistryPlace;
  readonly settings: Settings;
  readonly actor: Actor;
  /** Opens another registry for the same actor: a configured name, or what `--registry` takes. */
  readonly openOther: (registry: string) => Promise<Session>;
};

/** What a command gets where no registry is found; the sample only when it says nothing about one. */
export type WhenNotFound = MissingRegistry | 'open-sample';

/** Options of a command, and the console's own where it is the console that is opened. */
export type OpenOptions = GlobalOptions & Partial<Pick<ConsoleOptions, 'theme' | 'ascii'>>;

/**
 * Opens the registry that is meant.
 * @throws InvalidInputError registry-not-chosen, registry-ambiguous, registry-kind-unknown, invalid-configuration;
 *   NotFoundError registry-not-found, registry-not-a-folder; UnavailableError when the file system refuses
 */
export async function openRegistry(
  options: OpenOptions,
  environment: Variables,
  whenNotFound: WhenNotFound,
  purpose: SessionPurpose,
): Promise<OpenRegistry> {
  const folders = { workingFolder: getWorkingFolder(), homeFolder: homedir() };
  const [settings, variables] = await Promise.all([
    loadSettingsFor(options, environment, folders),
    addDotEnv(environment, folders.workingFolder),
  ]);
  const find = (flag: string | undefined, cache: string | undefined): Promise<RegistryPlace | undefined> =>
    findRegistry(
      { flag, cache, variables, settings, kind: options.kind },
      folders,
      whenNotFound === 'open-sample' ? 'refused' : whenNotFound,
    );
  const [found, actor] = await Promise.all([
    find(options.registry, options.cache),
    findActor({
      named: settings.actor,
      findGitEmail: async () =>
        purpose === 'to-change' ? await findGitEmail(folders.workingFolder) : undefined,
      login: findLogin(environment),
    }),
  ]);
  const place = found ?? (await handleNotFound(whenNotFound));
  const open = async (wanted: RegistryPlace): Promise<Session> => {
    const registry = await openPlace(wanted, { settings, variables: environment, purpose });
    const judged = await examinePlace(wanted);
    const feedbackPath = findVariable(variables, 'FEEDBACK_FILE');
    const state = { registry: registry.reader.identity, settings, variables: environment, ...folders };
    const isSample = wanted.name === sampleName;
    const telling = isSample ? undefined : await openTellingIfWanted(state);
    const deploying = isSample ? undefined : openDeploying(state);
    const secrets = listKnownSecrets(variables, listSecretVariables(settings.notify));
    const parts = { registry, place: judged, settings, actor: actor.name, feedbackPath, telling, deploying };
    return createSession({ ...parts, ...folders, secrets });
  };
  return {
    session: await open(place),
    place,
    settings,
    actor,
    openOther: async registry => {
      // The folder that --cache names is the copy of the first one.
      const other = (await find(registry, undefined)) ?? refuseNotChosen('refused');
      return await open(namePlace(other) === namePlace(place) ? place : other);
    },
  };
}

/** What a results folder is judged with, where no registry is meant. @throws InvalidInputError invalid-configuration */
export async function openJudging(options: GlobalOptions, environment: Variables): Promise<Judging> {
  const folders = { workingFolder: getWorkingFolder(), homeFolder: homedir() };
  const { workingFolder } = folders;
  const [settings, variables] = await Promise.all([
    loadSettingsFor(options, environment, folders),
    addDotEnv(environment, workingFolder),
  ]);
  return createJudging(settings, workingFolder, findVariable(variables, 'FEEDBACK_FILE'));
}

/** The runs of a tracking server, under the settings of a command. @throws InvalidInputError invalid-configuration and as opening does */
export async function openRuns(
  place: TrackingServer,
  options: GlobalOptions,
  environment: Variables,
): Promise<RunLog> {
  const folders = { workingFolder: getWorkingFolder(), homeFolder: homedir() };
  const settings = await loadSettingsFor(options, environment, folders);
  const { openRunLog } = await import('./open-run-log.ts');
  return await openRunLog(place, { settings, variables: environment });
}

/** What publishing needs beside the registry, under the settings of a command. @throws InvalidInputError invalid-configuration */
export async function openDesk(options: GlobalOptions, environment: Variables): Promise<PublicationDesk> {
  const folders = { workingFolder: getWorkingFolder(), homeFolder: homedir() };
  const settings = await loadSettingsFor(options, environment, folders);
  const { openPublicationDesk } = await import('./open-hub.ts');
  return await openPublicationDesk({ settings, variables: environment, ...folders });
}

/** What tells others is only loaded where somebody is to be told. */
async function openTellingIfWanted(parts: TellingParts): Promise<Telling | undefined> {
  const { settings, variables } = parts;
  if (settings.notify.length === 0 && listTrackers(settings, variables).length === 0) return undefined;
  const { openTelling } = await import('./open-telling.ts');
  return openTelling(parts);
}

/** The settings in force for a command. @throws InvalidInputError invalid-configuration */
export async function loadSettingsFor(
  options: OpenOptions,
  variables: Variables,
  folders: Folders,
): Promise<Settings> {
  const { configuration, actor, readOnly, offline, transport, theme, ascii } = options;
  const flags = {
    actor,
    // What is not given says nothing; it does not say no.
    readOnly: readOnly || undefined,
    offline: offline || undefined,
    transport: transport === undefined ? undefined : parseTransport(transport, '--transport'),
    ascii: ascii || undefined,
    theme: theme === undefined ? undefined : parseTheme(theme, '--theme'),
  };
  return await loadSettings({ ...folders, variables, configuration }, flags);
}

async function handleNotFound(whenNotFound: WhenNotFound): Promise<RegistryPlace> {
  return whenNotFound === 'open-sample' ? await openSample() : refuseNotChosen(whenNotFound);
}

function refuseNotChosen(missing: MissingRegistry): never {
  const usual = describeErrorCode('registry-not-chosen').hint;
  throw new InvalidInputError('registry-not-chosen', 'No registry was named and none was found here.', {
    hint: missing === 'refused-unless-first' ? `${usual} ${offerOfFirst}` : usual,
  });
}
