import { createLateChannel } from '../src/adapters/notify/late-channel.ts';
import { createWandbChannel } from '../src/adapters/tracking/wandb/wandb-channel.ts';
import type { UnreadyChannel } from '../src/core/events/telling.ts';
import type { Channel } from '../src/core/ports/channel.ts';
import { findVariable, type Variables } from '../src/core/settings/read-environment.ts';
import { hideSecrets, isServerText, readServerText } from '../src/core/settings/server-address.ts';
import type { Settings } from '../src/core/settings/settings.ts';
import { isReadableOnTheWay, judgeTokenHost } from '../src/core/settings/token-hosts.ts';
import {
  type ConfiguredTracker,
  findProjectProblem,
  findWandbSwitch,
  type TrackerService,
} from '../src/core/settings/tracking-setting.ts';
import { tool } from './version.ts';

/** What trackers are opened with. */
export type TrackingAccess = {
  readonly settings: Settings;
  /** Of the process, without what a `.env` adds. */
  readonly variables: Variables;
};

/** A channel, or why there is none, in words that follow "Not told to NAME: ". */
type Opened = Channel | string;

type Named = Omit<ConfiguredTracker, 'service'>;

/** The trackers that are configured, and those that cannot be used here. Nothing is asked yet. */
export function openTracking(
  configured: readonly ConfiguredTracker[],
  access: TrackingAccess,
): { readonly channels: readonly Channel[]; readonly unready: readonly UnreadyChannel[] } {
  const channels: Channel[] = [];
  const unready: UnreadyChannel[] = [];
  for (const { service, ...named } of configured) {
    const { name, kinds } = named;
    const opened =
      service.at === 'wandb' ? openWandb(service, named, access) : openMlflowRuns(service, named, access);
    if (typeof opened === 'string') unready.push({ name, use: 'tracking', kinds, because: opened });
    else channels.push(opened);
  }
  return { channels, unready };
}

const usualApi = 'https://api.wandb.ai';

/** The key goes where the variables of whoever runs this say, or to W&B itself; no file names another server. */
function openWandb(
  { entity, project }: Extract<TrackerService, { at: 'wandb' }>,
  { name, kinds, file }: Named,
  { settings, variables }: TrackingAccess,
): Opened {
  const off = findWandbSwitch(variables);
  if (off !== undefined) return off;
  const problem = findProjectProblem(entity === undefined ? project : `${entity}/${project}`);
  if (problem !== undefined) return `${file} ${problem}`;
  const key = findVariable(variables, 'WANDB_API_KEY');
  if (key === undefined) return 'WANDB_API_KEY is not set';
  const named = findVariable(variables, 'WANDB_BASE_URL') ?? usualApi;
  const reading = isServerText(named) ? readServerText(named) : undefined;
  if (!reading?.ok || reading.address.login !== undefined)
    return 'WANDB_BASE_URL is no address https://HOST without a login';
  const { url: api } = reading.address;
  if (isReadableOnTheWay(api))
    return 'WANDB_BASE_URL has no encryption, so it is given no key; write https://';
  const verdict = judgeTokenHost(
    { url: api, said: 'WANDB_BASE_URL', isOwn: true },
    settings.tokenHosts,
    variables,
  );
  if (!verdict.may) return `${verdict.because} ${verdict.hint}`;
  return createWandbChannel({ name, kinds, entity, project, api, key, tool, now: Date.now });
}

function openMlflowRuns(
  { url: named, experiment }: Extract<TrackerService, { at: 'mlflow' }>,
  { name, kinds, file, namedBy }: Named,
  { settings, variables }: TrackingAccess,
): Opened {
  const url = 'text' in named ? named.text : findVariable(variables, named.variable);
  const said = 'text' in named ? file : named.variable;
  if (url === undefined) return `${said} is not set`;
  const reading = isServerText(url) ? readServerText(url) : undefined;
  if (!reading?.ok) return `${said}: "${hideSecrets(url)}" is no address of an MLflow server`;
  const isOwn = namedBy === 'user' || 'variable' in named;
  const server = { ...reading.address, said, isOwn };
  return createLateChannel({ name, use: 'tracking', kinds }, async () => {
    const [{ openServer }, { createRunLog }, { createMlflowChannel }] = await Promise.all([
      import('./open-mlflow.ts'),
      import('../src/adapters/mlflow/run-log.ts'),
      import('../src/adapters/tracking/mlflow/mlflow-channel.ts'),
    ]);
    const { client } = await openServer(server, { settings, variables, purpose: 'to-change' });
    return createMlflowChannel({ name, kinds, runs: createRunLog(client), experiment, tool });
  });
}
