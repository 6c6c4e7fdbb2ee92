import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** A mail that was taken. */
export type TakenMail = { readonly from: string; readonly to: readonly string[]; readonly source: string };

/** What a mail server does instead of taking a mail. */
export type MailFault =
  | { readonly fault: 'refused'; readonly responseCode: number }
  | { readonly fault: 'login-refused' }
  | { readonly fault: 'recipient-refused'; readonly address: string }
  /** The connection is cut before the mail is taken. */
  | { readonly fault: 'cut' }
  /** The mail is taken, and the answer never comes. */
  | { readonly fault: 'answer-lost' }
  | { readonly fault: 'silent' };

/** A mail server on loopback. */
export type FakeSmtp = {
  readonly port: number;
  readonly mails: readonly TakenMail[];
  /** Whether a connection was encrypted, by connection. */
  readonly secured: readonly boolean[];
  /** What happens in the next conversations, one each; then mail is taken. */
  readonly failNext: (...faults: readonly MailFault[]) => void;
};

/**
 * Starts one, until the running test ends.
 * @param login who may send; undefined: everybody
 * @param offersTls whether STARTTLS is offered, with a certificate that nobody trusts
 */
export async function startFakeSmtp({
  login,
  offersTls = false,
}: {
  login?: { readonly username: string; readonly password: string };
  offersTls?: boolean;
} = {}): Promise<FakeSmtp> {
  const mails: TakenMail[] = [];
  const secured: boolean[] = [];
  const faults: MailFault[] = [];
  const current = new Map<string, MailFault | undefined>();
  const refuse = (responseCode: number, words: string): Error =>
    Object.assign(new Error(words), { responseCode });
  const server = new SMTPServer({
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    disabledCommands: offersTls ? [] : ['STARTTLS'],
    onConnect: (session, callback) => {
      current.set(session.id, faults.shift());
      callback();
    },
    onAuth: (auth, session, callback) => {
      const isRefused = current.get(session.id)?.fault === 'login-refused';
      const isRight = auth.username === login?.username && auth.password === login?.password;
      if (isRight && !isRefused) return callback(null, { user: auth.username ?? '' });
      callback(refuse(535, `Not you, ${auth.password}`));
    },
    onRcptTo: ({ address }, session, callback) => {
      const fault = current.get(session.id);
      const isRefused = fault?.fault === 'recipient-refused' && fault.address === address;
      callback(isRefused ? refuse(550, 'No such mailbox') : null);
    },
    onData: (stream, session, callback) => {
      secured.push(session.secure);
      const fault = current.get(session.id);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (fault?.fault === 'refused') return callback(refuse(fault.responseCode, 'Not now'));
        if (fault?.fault === 'cut') return void cut(session.id);
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
        });
        if (fault?.fault === 'answer-lost') return void cut(session.id);
        if (fault?.fault === 'silent') return;
        callback();
      });
    },
  });
  const cut = (id: string): void => {
    for (const connection of server.connections) {
      const { session, _socket: socket } = connection as unknown as {
        session: { id: string };
        _socket: { resetAndDestroy?: () => void; destroy: () => void };
      };
      if (session.id === id) socket.destroy();
    }
  };
  server.on('error', () => undefined);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>(resolve => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { port, mails, secured, failNext: (...next) => void faults.push(...next) };
}
