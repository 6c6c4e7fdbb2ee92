import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailEnvelope } from './mail-message.ts';
import type { MailPhase } from './mail-problem.ts';

/** A mail server and how it is spoken to. */
export type MailServer = {
  readonly host: string;
  readonly port: number;
  /** undefined: the server takes mail without one. Never shown, never stored. */
  readonly login: { readonly username: string; readonly password: string } | undefined;
  /** `implicit`: from the first byte. `started`: by STARTTLS, or nothing is said. `offered`: only where it is, for this machine itself. */
  readonly encryption: 'implicit' | 'started' | 'offered';
};

/** How a conversation is bounded. */
export type TalkOptions = {
  readonly signal?: AbortSignal | undefined;
  /** How long the server may be silent, in milliseconds. */
  readonly limitMs: number;
  /** Told as the conversation goes on: from `sending` on the mail may be taken whatever is heard. */
  readonly onPhase: (phase: MailPhase) => void;
};

/** What became of the recipients. */
export type Accepted = { readonly accepted: number; readonly refused: number };

/**
 * Hands a mail over. The login is only said where the connection is encrypted, or never leaves this machine. Rejects with nodemailer's
 * error; one with code STOPPED when the signal came first.
 */
export async function sendOverSmtp(
  server: MailServer,
  envelope: MailEnvelope,
  message: Buffer,
  options: TalkOptions,
): Promise<Accepted> {
  return await withConnection(server, options, async connection => {
    options.onPhase('sending');
    const { accepted, rejected } = await new Promise<{
      readonly accepted: readonly unknown[];
      readonly rejected: readonly unknown[];
    }>((resolve, reject) => {
      connection.send({ from: envelope.from, to: [...envelope.to] }, message, (failure, given) => {
        if (failure) reject(failure);
        else resolve({ accepted: given?.accepted ?? [], rejected: given?.rejected ?? [] });
      });
    });
    return { accepted: accepted.length, refused: rejected.length };
  });
}

/** Connects and logs in, and nothing else. Rejects as {@link sendOverSmtp}. */
export async function greetSmtp(server: MailServer, options: TalkOptions): Promise<void> {
  await withConnection(server, options, async () => undefined);
}

async function withConnection<Result>(
  { host, port, login, encryption }: MailServer,
  { signal, limitMs, onPhase }: TalkOptions,
  work: (connection: SMTPConnection) => Promise<Result>,
): Promise<Result> {
  const connection = new SMTPConnection({
    ...{ host, port, secure: encryption === 'implicit', requireTLS: encryption === 'started' },
    ...{ connectionTimeout: limitMs, greetingTimeout: limitMs, socketTimeout: limitMs, dnsTimeout: limitMs },
    socketCloseTimeout: 0,
    maxResponseSize: 64 * 1024,
    logger: false,
    tls: { minVersion: 'TLSv1.2' },
  });
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(Object.assign(new Error('stopped'), { code: 'STOPPED' }));
  connection.on('error', stopped.reject);
  // A connection that ends while an answer is awaited.
  connection.on('end', () => stopped.reject(Object.assign(new Error('ended'), { code: 'ESOCKET' })));
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const talk = async (): Promise<Result> => {
      onPhase('connecting');
      await settle(done => connection.connect(done));
      onPhase('greeted');
      if (login !== undefined)
        await settle(done => connection.login({ user: login.username, pass: login.password }, done));
      return await work(connection);
    };
    return await Promise.race([talk(), stopped.promise]);
  } finally {
    signal?.removeEventListener('abort', stop);
    connection.on('error', () => undefined);
    connection.close();
  }
}

function settle(begin: (done: (failure?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => begin(failure => (failure ? reject(failure) : resolve())));
}
