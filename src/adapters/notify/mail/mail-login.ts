import { findVariable, type Variables } from '../../../core/settings/read-environment.ts';
import type { MailEnvelope } from './mail-message.ts';
import type { MailServer } from './talk-smtp.ts';

/** What the configuration says of a channel of mail. */
type MailWish = {
  readonly to: readonly string[] | undefined;
  readonly from: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
};

/** Where mail goes, put together from the configuration and the variables; or what is missing, after "Not told to NAME: ". */
export type MailRoute =
  | { readonly ok: true; readonly envelope: MailEnvelope; readonly server: Omit<MailServer, 'encryption'> }
  | { readonly ok: false; readonly because: string };

/** What S0's workflow sends by. */
const gmail = { host: 'smtp.gmail.com', port: 465 };

/**
 * Sender, recipients, server and login: what the configuration leaves out is in S0's variables, EMAIL_SENDER, EMAIL_PASSWORD and
 * EMAIL_RECEIVER, which mean Gmail where no server is named. SMTP_USERNAME and SMTP_PASSWORD are a login of any server. Pure.
 */
export function findMailRoute(wish: MailWish, variables: Variables): MailRoute {
  const sender = findVariable(variables, 'EMAIL_SENDER');
  const password = findVariable(variables, 'EMAIL_PASSWORD');
  const receivers = findVariable(variables, 'EMAIL_RECEIVER')
    ?.split(',')
    .map(each => each.trim());
  const username = findVariable(variables, 'SMTP_USERNAME');
  const from = wish.from ?? sender ?? (username?.includes('@') ? username : undefined);
  const to = (wish.to ?? receivers ?? []).filter(each => each !== '');
  if (from === undefined)
    return { ok: false, because: 'it has no sender: configure from, or set EMAIL_SENDER' };
  if (to.length === 0)
    return { ok: false, because: 'it has no recipient: configure to, or set EMAIL_RECEIVER' };
  const strange = [from, ...to].find(each => !/^[^\s@<>,;:"]{1,64}@[\w.-]{1,190}$/.test(each));
  if (strange !== undefined)
    return { ok: false, because: 'EMAIL_SENDER or EMAIL_RECEIVER holds no mail address' };
  const isGmail = wish.host === undefined && sender !== undefined;
  if (wish.host === undefined && !isGmail) return { ok: false, because: 'it has no server: configure host' };
  if (isGmail && password === undefined) return { ok: false, because: 'EMAIL_PASSWORD is not set' };
  const host = wish.host ?? gmail.host;
  const port = wish.port ?? (wish.host === undefined ? gmail.port : 465);
  return { ok: true, envelope: { from, to }, server: { host, port, login: findLogin(variables) } };
}

function findLogin(variables: Variables): MailServer['login'] {
  const [username, password] = [
    findVariable(variables, 'SMTP_USERNAME'),
    findVariable(variables, 'SMTP_PASSWORD'),
  ];
  if (username !== undefined && password !== undefined) return { username, password };
  const [sender, own] = [findVariable(variables, 'EMAIL_SENDER'), findVariable(variables, 'EMAIL_PASSWORD')];
  return sender !== undefined && own !== undefined ? { username: sender, password: own } : undefined;
}
