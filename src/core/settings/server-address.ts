import { InvalidInputError } from '../errors/app-error.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { findScheme } from './find-scheme.ts';

/** A user and password, or a token, that an address brought along. Never shown, never stored. */
export type AddressLogin = { readonly username: string; readonly password: string };

/** An MLflow server as it was named. */
export type ServerAddress = {
  /** Scheme, host, port and path: `https://mlflow.example.org/team`, without a slash at its end. Safe to show. */
  readonly url: string;
  /** What stood before the @ of the address; undefined: nothing did. */
  readonly login: AddressLogin | undefined;
};

/** An address as it was understood, or what is wrong with it, in words that follow the address. */
export type ServerReading =
  | { readonly ok: true; readonly address: ServerAddress }
  | { readonly ok: false; readonly problem: string };

/** Whether a text can only mean a server: `http://…` or `https://…`, well formed or not. Pure. */
export function isServerText(text: string): boolean {
  return ['http', 'https'].includes(findScheme(text) ?? '');
}

/** The server that an address names. A user and password in it are taken out. Pure. */
export function readServerText(text: string): ServerReading {
  if (!/^https?:\/\/[^/]/i.test(text)) return { ok: false, problem: 'names no host' };
  const url = URL.parse(text);
  if (url === null) return { ok: false, problem: 'is no address of a server' };
  if (url.search !== '' || url.hash !== '')
    return { ok: false, problem: 'goes on after a ? or #, which an MLflow server has no use for' };
  const login = readLogin(url);
  if (login === 'unreadable') return { ok: false, problem: 'has a user or password that cannot be read' };
  return { ok: true, address: { url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''), login } };
}

/**
 * The same for a text somebody gave.
 * @param said where it was given, for the message
 * @throws InvalidInputError usage
 */
export function parseServerText(text: string, said: string): ServerAddress {
  const reading = readServerText(text);
  if (reading.ok) return reading.address;
  const shown = hideSecrets(text);
  throw new InvalidInputError('usage', `${said}: "${shown}" ${reading.problem}.`, {
    hint: 'Write it as a browser would: https://HOST, or http://127.0.0.1:5000.',
    data: { address: shown },
  });
}

/** An address as it may be shown and stored: without user, password, and what follows a question mark or a hash. Pure. */
export function hideSecrets(address: string): string {
  const [, scheme = '', rest = address] = /^([a-z][\w+.-]*:\/*)(.*)$/is.exec(address) ?? [];
  const named = rest.replace(/^.*@/s, '').replace(/[?#].*$/s, '');
  return makeSafeText(`${scheme}${named}`, { limit: 200 });
}

/** Host, and port where one is written, of an address that was understood. Pure. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** What is wrong with the name of a host, in words that follow it; undefined: nothing. Pure. */
export function findHostProblem(text: string): string | undefined {
  const url = URL.parse(`http://${text}`);
  const isHost = url !== null && text.toLowerCase().replace(/:\d{1,5}$/, '') === url.hostname;
  return isHost ? undefined : 'is no host: write mlflow.example.org, or mlflow.example.org:5000';
}

/** Whether an address leads to this machine and nowhere else. Pure. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    /^(?:127(?:\.\d+){3}|\[::1\])$/.test(hostname)
  );
}

function readLogin({ username, password }: URL): AddressLogin | undefined | 'unreadable' {
  if (username === '' && password === '') return undefined;
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return 'unreadable';
  }
}
