import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server that answers as a test wants it to, on a free port of 127.0.0.1, until the running test ends. */
export type ScriptedServer = {
  /** `http://127.0.0.1:1234` */
  readonly origin: string;
  readonly port: number;
  /** What was asked so far: `GET /path?query`. */
  readonly requests: readonly string[];
};

/** Starts a server; `answer` is called when a request has arrived to its end. Its certificate is trusted by nobody. */
export async function startScriptedServer(
  answer: (request: http.IncomingMessage, response: http.ServerResponse) => void,
  scheme: 'http' | 'https' = 'http',
): Promise<ScriptedServer> {
  const requests: string[] = [];
  const listener: http.RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume().once('end', () => answer(request, response));
  };
  const server =
    scheme === 'http'
      ? http.createServer(listener)
      : https.createServer(
          { key: readKey('localhost-key'), cert: readKey('localhost-certificate') },
          listener,
        );
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `${scheme}://127.0.0.1:${port}`, port, requests };
}

function readKey(name: string): Buffer {
  return readFileSync(new URL(`gcs/certificate/${name}.pem`, import.meta.url));
}

/** Answers with a JSON document. */
export function sendJson(response: http.ServerResponse, status: number, document: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify(document));
}
