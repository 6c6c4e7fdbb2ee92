import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that arrived whole. */
export type ArrivedRequest = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
};

/** What a service does instead of answering as it should. */
export type ServiceFault =
  | {
      readonly fault: 'status';
      readonly status: number;
      readonly headers?: http.OutgoingHttpHeaders;
      readonly text?: string;
    }
  /** None: it answers as it should, once. */
  | { readonly fault: 'none' }
  /** The connection is reset before anything is done. */
  | { readonly fault: 'reset' }
  /** It is done, and the answer never comes. */
  | { readonly fault: 'answer-lost' }
  /** It is done, and the answer takes longer than anybody waits. */
  | { readonly fault: 'silent' };

/** A service on loopback that notes what arrives. */
export type FakeService = {
  /** `http://127.0.0.1:1234` */
  readonly origin: string;
  readonly requests: readonly ArrivedRequest[];
  /** What happens to the next requests, one each; then it answers as it should. */
  readonly failNext: (...faults: readonly ServiceFault[]) => void;
};

type Answer =
  | { readonly status: number; readonly value: unknown; readonly headers?: http.OutgoingHttpHeaders }
  /** As it is, no JSON. */
  | { readonly status: number; readonly text: string };

/** Starts one that answers a request by a function, until the running test ends. */
export async function startFakeService(answer: (request: ArrivedRequest) => Answer): Promise<FakeService> {
  const requests: ArrivedRequest[] = [];
  const faults: ServiceFault[] = [];
  const server = http.createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(request);
      const fault = faults.shift();
      if (fault?.fault === 'reset') return void incoming.socket.resetAndDestroy();
      if (fault?.fault === 'status') {
        response.writeHead(fault.status, fault.headers);
        return void response.end(fault.text ?? JSON.stringify({ message: 'as the test wants it' }));
      }
      const given = answer(request);
      if (fault?.fault === 'answer-lost') return void incoming.socket.resetAndDestroy();
      if (fault?.fault === 'silent') return;
      const type = 'text' in given ? 'text/plain' : 'application/json';
      const own = 'headers' in given ? given.headers : {};
      response.writeHead(given.status, { ...own, 'content-type': `${type}; charset=utf-8` });
      response.end('text' in given ? given.text : JSON.stringify(given.value));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests, failNext: (...next) => void faults.push(...next) };
}
