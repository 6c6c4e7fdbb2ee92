import { createGithubChannel } from '../src/adapters/notify/github/github-channel.ts';
import { createLateChannel } from '../src/adapters/notify/late-channel.ts';
import { findMailRoute } from '../src/adapters/notify/mail/mail-login.ts';
import { createWebhookChannel } from '../src/adapters/notify/webhook/webhook-channel.ts';
import type { UnreadyChannel } from '../src/core/events/telling.ts';
import type { Channel } from '../src/core/ports/channel.ts';
import type { ChannelService, ConfiguredChannel } from '../src/core/settings/notify-setting.ts';
import { findVariable, type Variables } from '../src/core/settings/read-environment.ts';
import { isLoopback } from '../src/core/settings/server-address.ts';
import type { Settings } from '../src/core/settings/settings.ts';
import { isReadableOnTheWay, judgeTokenHost, type NamedServer } from '../src/core/settings/token-hosts.ts';
import { findUnaskedPort } from '../src/core/settings/unasked-port.ts';
import { tool } from './version.ts';

/** What channels are opened with. */
export type NotifyAccess = {
  readonly settings: Pick<Settings, 'tokenHosts'>;
  /** Of the process, without what a `.env` adds. */
  readonly variables: Variables;
};

/** A channel, or why there is none, in words that follow "Not told to NAME: ". */
type Opened = Channel | string;

type Named = Pick<ConfiguredChannel, 'name' | 'kinds' | 'file' | 'namedBy'>;

/** The channels that the setting `notify` names, and those that cannot be used here. Nothing is asked yet. */
export function openNotify(
  configured: readonly ConfiguredChannel[],
  access: NotifyAccess,
): { readonly channels: readonly Channel[]; readonly unready: readonly UnreadyChannel[] } {
  const channels: Channel[] = [];
  const unready: UnreadyChannel[] = [];
  for (const { service, ...named } of configured) {
    const { name, kinds } = named;
    const opened = openService(service, named, access);
    if (typeof opened === 'string') unready.push({ name, use: 'notification', kinds, because: opened });
    else channels.push(opened);
  }
  return { channels, unready };
}

function openService(service: ChannelService, named: Named, access: NotifyAccess): Opened {
  switch (service.at) {
    case 'github':
      return openGithub(service, named, access);
    case 'mail':
      return openMail(service, named, access);
    case 'webhook':
      return openWebhook(service, named, access);
    default:
      return service satisfies never;
  }
}

const usualApi = 'https://api.github.com';

function openGithub(
  { repository }: Extract<ChannelService, { at: 'github' }>,
  { name, kinds }: Named,
  { settings, variables }: NotifyAccess,
): Opened {
  const token = findVariable(variables, 'GITHUB_TOKEN') ?? findVariable(variables, 'GH_TOKEN');
  if (token === undefined) return 'GITHUB_TOKEN is not set';
  const api = (findVariable(variables, 'GITHUB_API_URL') ?? usualApi).replace(/\/+$/, '');
  if (!URL.canParse(api) || !/^https?:/.test(api)) return 'GITHUB_API_URL is no address https://…';
  const refusal = findLoginRefusal({ url: api, said: 'GITHUB_API_URL', isOwn: true }, settings, variables);
  return refusal ?? createGithubChannel({ name, kinds, repository, api, token, tool, now: Date.now });
}

function openMail(
  service: Extract<ChannelService, { at: 'mail' }>,
  { name, kinds, file, namedBy }: Named,
  { settings, variables }: NotifyAccess,
): Opened {
  const route = findMailRoute(service, variables);
  if (!route.ok) return route.because;
  const { envelope, server } = route;
  const address = `https://${server.host}:${server.port}`;
  if (server.login !== undefined) {
    // Where no host is configured it is the one that the variables mean.
    const isOwn = namedBy === 'user' || service.host === undefined;
    const otherWay = 'configure the channel in your own file';
    const verdict = judgeTokenHost(
      { url: address, said: file, isOwn, otherWay },
      settings.tokenHosts,
      variables,
    );
    if (!verdict.may) return `${verdict.because} ${verdict.hint}`;
  }
  const encryption = server.port === 465 ? 'implicit' : isLoopback(address) ? 'offered' : 'started';
  const options = { name, kinds, envelope, server: { ...server, encryption } } as const;
  return createLateChannel({ name, use: 'notification', kinds }, async () => {
    const { createMailChannel } = await import('../src/adapters/notify/mail/mail-channel.ts');
    return createMailChannel(options);
  });
}

function openWebhook(
  { url: named, form, secretVariable }: Extract<ChannelService, { at: 'webhook' }>,
  { name, kinds }: Named,
  { variables }: NotifyAccess,
): Opened {
  const url = 'text' in named ? named.text : findVariable(variables, named.variable);
  const said = 'text' in named ? 'its address' : named.variable;
  if (url === undefined) return `${said} is not set`;
  if (!URL.canParse(url) || !/^https?:/.test(url)) return `${said} holds no address https://…`;
  const unasked = findUnaskedPort(new URL(url));
  if (unasked !== undefined)
    return `${said} has port ${unasked}, which is kept for another protocol: nothing is ever sent there`;
  if ('variable' in named && isReadableOnTheWay(url))
    return `${said} holds an address without encryption, which others on the way can read; write https://`;
  const secret = secretVariable === undefined ? undefined : findVariable(variables, secretVariable);
  if (secretVariable !== undefined && secret === undefined) return `${secretVariable} is not set`;
  return createWebhookChannel({ name, kinds, form, url, secret, tool, now: Date.now });
}

/** Why a login does not go there, in a sentence; undefined when it does. */
function findLoginRefusal(
  server: NamedServer,
  { tokenHosts }: Pick<Settings, 'tokenHosts'>,
  variables: Variables,
): string | undefined {
  if (isReadableOnTheWay(server.url))
    return `${server.said} has no encryption, so it is given no login; write https://`;
  const verdict = judgeTokenHost(server, tokenHosts, variables);
  return verdict.may ? undefined : `${verdict.because} ${verdict.hint}`;
}
