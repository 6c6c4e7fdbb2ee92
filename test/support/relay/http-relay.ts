import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Crossing, keepConnection, type Meeting, type RelayParts } from './crossing.ts';

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/**
 * Opens a way to a service over HTTP on which every request is stopped twice: before the service knows of it, and when it has acted.
 * Addresses of the service in its answers become those of the way. Until the running test ends.
 * @param target `http://127.0.0.1:5000`
 * @returns the same of the way
 */
export async function openHttpRelay(target: string, parts: RelayParts): Promise<string> {
  let count = 0;
  let origin = '';
  const server = createServer({ keepAliveTimeout: 120_000 }, (incoming, outgoing) => {
    const relay = async (): Promise<void> => {
      const body = await readWhole(incoming);
      const what = `${incoming.method} ${decodeURIComponent(incoming.url ?? '')}`;
      const crossing: Crossing = { service: parts.service, place: count, what };
      count += 1;
      const before = await parts.checkpoint.onArrived(crossing);
      if (before !== 'pass') return meet(before, outgoing);
      const answer = await forward(target, incoming, body);
      const after = await parts.checkpoint.onActed(crossing);
      if (after !== 'pass') return meet(after, outgoing);
      send(outgoing, replaceOrigin(answer, target, origin));
    };
    relay().catch((thrown: unknown) => outgoing.destroy(thrown instanceof Error ? thrown : undefined));
  });
  server.on('connection', socket => keepConnection(parts.connections, socket));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return origin;
}

function meet(meeting: Exclude<Meeting, 'pass'>, outgoing: ServerResponse): void {
  if (meeting === 'silence') return;
  if (meeting === 'cut') return void outgoing.socket?.resetAndDestroy();
  const { status, headers = {}, text } = meeting;
  send(outgoing, {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(text),
  });
}

async function readWhole(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function forward(
  target: string,
  { method, url = '/', headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const { host: _, connection: __, 'transfer-encoding': ___, ...rest } = headers;
  const length = { 'content-length': String(body.length) };
  return new Promise((resolve, reject) => {
    const outgoing = openRequest(
      new URL(url, target),
      { method, headers: { ...rest, ...length }, agent: false },
      answer => {
        readWhole(answer).then(
          whole => resolve({ status: answer.statusCode ?? 0, headers: joinHeaders(answer), body: whole }),
          reject,
        );
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function joinHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const own = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];
  const kept = Object.entries(headers).filter(([name]) => !own.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** Bytes of a file that happen to hold the address would become others: no fake sends such. */
function replaceOrigin({ status, headers, body }: Answer, target: string, origin: string): Answer {
  const entries = Object.entries(headers).map(([name, value]) => [name, value.replaceAll(target, origin)]);
  const text = body.toString('latin1').replaceAll(target, origin);
  return { status, headers: Object.fromEntries(entries), body: Buffer.from(text, 'latin1') };
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, { ...headers, 'content-length': String(body.length) });
  outgoing.end(body);
}
