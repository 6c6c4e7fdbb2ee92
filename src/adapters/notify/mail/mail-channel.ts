import type { Connection } from '../../../core/connections/connection.ts';
import type { EventKind } from '../../../core/events/event.ts';
import type { Channel } from '../../../core/ports/channel.ts';
import { composeMail, type MailEnvelope } from './mail-message.ts';
import { type MailPhase, toMailProblem } from './mail-problem.ts';
import { greetSmtp, type MailServer, sendOverSmtp } from './talk-smtp.ts';

/** People who are told by mail. */
export type MailOptions = {
  readonly name: string;
  readonly kinds: ReadonlySet<EventKind>;
  readonly server: MailServer;
  readonly envelope: MailEnvelope;
  /** How long the server may be silent, in milliseconds. */
  readonly limitMs?: number | undefined;
};

const usualLimitMs = 10_000;

/**
 * A channel that sends a mail about each event. Mail servers cannot be asked what arrived: where an answer was lost the same Message-ID is
 * sent again, by which most of them and every reader know it.
 */
export function createMailChannel(options: MailOptions): Channel {
  const { name, kinds, server, envelope, limitMs = usualLimitMs } = options;
  const shown = `${server.host}:${server.port}`;
  const secrets = listSecrets(server);
  return {
    name,
    use: 'notification',
    kinds,
    deliver: async (event, { signal }) => {
      let phase: MailPhase = 'connecting';
      const onPhase = (reached: MailPhase): void => {
        phase = reached;
      };
      try {
        const message = await composeMail(event, envelope);
        const { accepted, refused } = await sendOverSmtp(server, envelope, message, {
          signal,
          limitMs,
          onPhase,
        });
        const reference = refused === 0 ? null : `taken for ${accepted} of ${accepted + refused} recipients`;
        return { outcome: 'delivered', reference };
      } catch (thrown) {
        return toMailProblem(thrown, { server: shown, phase, secrets });
      }
    },
    examine: async (signal): Promise<Connection> => {
      const base = { name, place: shown, identity: server.login?.username ?? null };
      try {
        await greetSmtp(server, { signal, limitMs, onPhase: () => undefined });
        return { ...base, state: 'ready', may: [`send mail to ${envelope.to.join(', ')}`], missing: [] };
      } catch (thrown) {
        const { problem } = toMailProblem(thrown, { server: shown, phase: 'connecting', secrets });
        return {
          ...base,
          state: 'not-usable',
          may: [],
          missing: [{ what: problem.message, fix: problem.hint }],
        };
      }
    },
  };
}

/** The password as it is and as it is sent. */
function listSecrets({ login }: MailServer): readonly string[] {
  if (login === undefined) return [];
  const { username, password } = login;
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  return [password, encode(password), encode(`\0${username}\0${password}`)];
}
