import type * as http from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Watch } from './deadline.ts';
import { getHttp } from './node-http.ts';

/** What a request carries. */
export type RequestBody = {
  readonly sizeBytes: number;
  /** At once, or in pieces that are asked for as fast as they can be sent. */
  readonly content: Uint8Array | (() => AsyncIterable<Uint8Array>);
};

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query, escaped. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody | undefined;
};

/** Requests to one server over connections that stay open. */
export type HttpClient = {
  /**
   * Sends a request and hands the answer, whatever its status, to `receive`, which must read it to its end. Rejects with Node's error
   * when the connection fails, and soon after `watch.giveUp` is aborted; a body that stops before its end is a failed connection.
   */
  readonly send: <Result>(
    request: HttpRequest,
    watch: Watch,
    receive: (answer: http.IncomingMessage) => Promise<Result>,
  ) => Promise<Result>;
  /** Closes the connections; the next request opens new ones. */
  readonly close: () => void;
};

/** A client of one server. */
export function createHttpClient(origin: URL, agent: http.Agent): HttpClient {
  const { request: open } = getHttp(origin.protocol);
  const server = { agent, protocol: origin.protocol, hostname: plainHost(origin), port: origin.port };
  return {
    send: async (request, watch, receive) => {
      const { method, path, headers, body } = request;
      const length = body === undefined ? {} : { 'content-length': String(body.sizeBytes) };
      watch.giveUp.throwIfAborted();
      const outgoing = open({ ...server, method, path, headers: { ...headers, ...length } });
      // Node's own option for this listens to every stage of the request, which a fifth of its time goes into.
      watch.giveUp.addEventListener('abort', () => outgoing.destroy(watch.giveUp.reason), { once: true });
      const received = waitForAnswer(outgoing).then(answer => receiveAll(outgoing, answer, receive));
      if (typeof body?.content === 'function') {
        // Both have ended before the failure of either is told.
        await Promise.allSettled([received, sendPieces(outgoing, body.content, watch)]);
      } else outgoing.end(body?.content);
      return await received;
    },
    close: () => agent.destroy(),
  };
}

/** An address of IPv6 stands in brackets in a URL only. */
function plainHost(origin: URL): string {
  return origin.hostname.replace(/^\[|\]$/g, '');
}

function waitForAnswer(outgoing: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    // Stays for good: a connection may fail once more after the answer, and nobody else listens then.
    outgoing.on('error', reject);
  });
}

async function receiveAll<Result>(
  outgoing: http.ClientRequest,
  answer: http.IncomingMessage,
  receive: (answer: http.IncomingMessage) => Promise<Result>,
): Promise<Result> {
  try {
    return await receive(answer);
  } finally {
    // A connection is only good for another request when this one was sent and answered to the end.
    if (!answer.complete || !outgoing.writableFinished) outgoing.destroy();
  }
}

/** Sends all of a body, unless the connection ends before: a server may refuse without reading everything, and then its answer counts. */
async function sendPieces(
  outgoing: http.ClientRequest,
  content: () => AsyncIterable<Uint8Array>,
  watch: Watch,
): Promise<void> {
  const pieces = async function* (): AsyncIterable<Uint8Array> {
    for await (const piece of content()) {
      watch.moved();
      yield piece;
    }
  };
  await pipeline(pieces, outgoing);
}

/** The whole body of an answer. Rejects with code `EFBIG` when it is larger than `limitBytes`. */
export function collectBody(answer: http.IncomingMessage, watch: Watch, limitBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  return new Promise((resolve, reject) => {
    answer.on('data', (piece: Buffer) => {
      watch.moved();
      sizeBytes += piece.length;
      if (sizeBytes > limitBytes) answer.destroy(Object.assign(new Error('too large'), { code: 'EFBIG' }));
      else pieces.push(piece);
    });
    answer.once('end', () => resolve(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)));
    answer.once('error', reject);
  });
}
