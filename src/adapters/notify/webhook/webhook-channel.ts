import { createHmac } from 'node:crypto';
import type { Connection } from '../../../core/connections/connection.ts';
import type { EventKind, RegistryEvent } from '../../../core/events/event.ts';
import { describeEventDocument } from '../../../core/events/event-document.ts';
import type { Channel } from '../../../core/ports/channel.ts';
import { exchange } from '../../http/exchange.ts';
import { judgeAnswer } from '../../http/judge-answer.ts';
import { formatSlackMessage } from './slack-message.ts';

/** An address that is told of events. */
export type WebhookOptions = {
  readonly name: string;
  readonly kinds: ReadonlySet<EventKind>;
  /** `event`: our own document. `slack`: a message for people, as Slack and what speaks like it take it. */
  readonly form: 'event' | 'slack';
  /** May be a secret: its path is never shown. */
  readonly url: string;
  /** What the body is signed with; undefined: it is not signed. */
  readonly secret: string | undefined;
  /** Name and version of this program. */
  readonly tool: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** A channel that posts each event to an address. Where an answer was lost the same key is sent again, by which the receiver knows it. */
export function createWebhookChannel(options: WebhookOptions): Channel {
  const { name, kinds, url } = options;
  const { host } = new URL(url);
  const words = {
    service: host,
    loginHint: 'Check the address, and who may post to it.',
    secrets: [url, ...listPathParts(url), options.secret ?? ''],
  };
  return {
    name,
    use: 'notification',
    kinds,
    deliver: async (event, { signal }) => {
      const body = JSON.stringify(formatBody(event, options.form));
      const headers = formatHeaders(event, body, options);
      const answer = await exchange({ method: 'POST', url, headers, body, signal });
      const failed = judgeAnswer(answer, words, options.now());
      return failed ?? { outcome: 'delivered', reference: null };
    },
    examine: async (): Promise<Connection> => ({
      name,
      place: host,
      // A post would be told to people.
      state: 'not-asked',
      identity: null,
      may: ['post there; not tried, since people would read it'],
      missing: [],
    }),
  };
}

function formatBody(event: RegistryEvent, form: WebhookOptions['form']) {
  return form === 'slack' ? formatSlackMessage(event) : describeEventDocument(event);
}

/** `X-Lastgood-Signature` is the HMAC of the body's bytes, as GitHub signs its webhooks. */
function formatHeaders(event: RegistryEvent, body: string, { secret, tool }: WebhookOptions) {
  const signature =
    secret === undefined ? undefined : createHmac('sha256', secret).update(body).digest('hex');
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': tool.replace(' ', '/'),
    'idempotency-key': event.eventId.replace(/[^\x21-\x7e]/g, '_'),
    ...(signature === undefined ? {} : { 'x-lastgood-signature': `sha256=${signature}` }),
  };
}

/** Parts of an address that let whoever knows them post there; short words of it are no secret. */
function listPathParts(url: string): readonly string[] {
  const { pathname, search, username, password } = new URL(url);
  return [pathname, search, username, password, ...pathname.split('/')].filter(part => part.length >= 8);
}
