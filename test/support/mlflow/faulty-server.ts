import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, FaultTable } from './faults.ts';

/** A request that arrived to its end. */
export type ArrivedRequest = {
  readonly method: string;
  /** With the query, as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** What goes back. */
export type GivenAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

/** A request in the order of arrival. */
export type LoggedRequest = {
  readonly method: string;
  /** Below `/api/2.0/`, with the query, decoded. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
  /** `dropped` as long as it is not answered. */
  status: number | 'dropped';
};

/** A server on 127.0.0.1 whose requests meet faults. */
export type FaultyServer = {
  /** `http://127.0.0.1:1234` */
  readonly url: string;
  readonly port: number;
  readonly log: readonly LoggedRequest[];
  readonly faults: FaultTable;
  /** Cuts off what is connected; connections are refused until it is resumed. */
  stop(): Promise<void>;
  /** Takes connections again, on the same port. */
  resume(): Promise<void>;
};

/** Opens a server on a free port; each request meets its fault, and what is to be answered is asked of `answer`. */
export async function openFaultyServer(
  faults: FaultTable,
  answer: (request: ArrivedRequest) => GivenAnswer | Promise<GivenAnswer>,
): Promise<FaultyServer> {
  const log: LoggedRequest[] = [];
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    meetRequest(faults, log, answer, incoming, outgoing).catch((error: unknown) => {
      process.stderr.write(`The server failed at ${incoming.url}: ${String(error)}\n`);
      outgoing.destroy();
    });
  };
  let server = await listen(handle, 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    log,
    faults,
    stop: () => close(server),
    resume: async () => {
      server = await listen(handle, port);
    },
  };
}

function listen(
  handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
  port: number,
): Promise<Server> {
  // Closing an idle connection between two steps of a test would look like a fault.
  const server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0, noDelay: true }, handle);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function meetRequest(
  faults: FaultTable,
  log: LoggedRequest[],
  answer: (request: ArrivedRequest) => GivenAnswer | Promise<GivenAnswer>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  const path = decodeURIComponent(
    request.target.replace(/^.*?\/(?:ajax-)?api\/2\.0\//, '').replaceAll('+', ' '),
  );
  const entry: LoggedRequest = {
    method: request.method,
    path,
    authorization: request.headers['authorization'],
    body: request.body.toString('utf8'),
    status: 'dropped',
  };
  log.push(entry);
  const fault = faults.take(request.method, path);
  if (fault?.does === 'delay') await pause(fault.delayMs ?? 0);
  if (fault?.does === 'stall') return;
  if (fault?.does === 'drop-before') return drop(outgoing);
  const given = stopsBefore(fault) ? makeFaulty(fault) : await answer(request);
  if (fault?.does === 'stall-after') return;
  if (fault?.does === 'drop-after') return drop(outgoing);
  const shown = fault?.does.endsWith('-after') ? makeFaulty(fault) : given;
  entry.status = shown.status;
  send(outgoing, fault?.does, shown);
}

/** A reset, which the other side cannot take for an end. */
function drop(outgoing: ServerResponse): void {
  outgoing.socket?.resetAndDestroy();
}

function stopsBefore(fault: Fault | undefined): fault is Fault {
  return fault !== undefined && ['status', 'page', 'other-json', 'redirect'].includes(fault.does);
}

function makeFaulty(fault: Fault): GivenAnswer {
  const json = { 'content-type': 'application/json' };
  const html = { 'content-type': 'text/html; charset=utf-8' };
  const page = '<!doctype html><html><body><h1>Sign in</h1></body></html>';
  const again = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
  const status = fault.status ?? 503;
  switch (fault.does) {
    case 'other-json':
      return { status: 200, headers: json, body: '{"registered_model":7,"model_versions":[{"name":4}]}' };
    case 'redirect':
      return { status: fault.status ?? 302, headers: { location: fault.location ?? '' }, body: '' };
    case 'page':
    case 'page-after':
      return { status: 200, headers: html, body: page };
    default:
      return fault.errorCode === undefined
        ? { status, headers: { ...html, ...again }, body: `<html><h1>${status}</h1></html>` }
        : {
            status,
            headers: { ...json, ...again },
            body: JSON.stringify({ error_code: fault.errorCode, message: 'it went wrong on purpose' }),
          };
  }
}

function send(outgoing: ServerResponse, does: Fault['does'] | undefined, given: GivenAnswer): void {
  const body = Buffer.from(given.body);
  const half = body.subarray(0, Math.max(1, body.length >> 1));
  if (does === 'truncate') {
    outgoing.writeHead(given.status, { ...given.headers, 'content-length': String(body.length + 1) });
    outgoing.write(half, () => outgoing.destroy());
    return;
  }
  const sent = does === 'cut' ? half : body;
  outgoing.writeHead(given.status, { ...given.headers, 'content-length': String(sent.length) });
  outgoing.end(sent);
}

async function readRequest(incoming: IncomingMessage): Promise<ArrivedRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
  return {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    headers,
    body: Buffer.concat(pieces),
  };
}
