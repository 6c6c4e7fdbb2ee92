import { type ClientRequest, request as openRequest } from 'node:http';
import { createFaultTable } from './faults.ts';
import {
  type ArrivedRequest,
  type FaultyServer,
  type GivenAnswer,
  openFaultyServer,
} from './faulty-server.ts';

/**
 * A way to a server, real or not, on which requests meet faults: what arrives here goes on to `target`, and what it answers comes back,
 * unless a fault says otherwise. Close it with `stop`.
 * @param target `http://127.0.0.1:5000`
 */
export function openFaultyWay(target: string): Promise<FaultyServer> {
  return openFaultyServer(createFaultTable(), request => forward(target, request));
}

function forward(
  target: string,
  { method, target: path, headers, body }: ArrivedRequest,
): Promise<GivenAnswer> {
  const { host: _, connection: __, ...rest } = headers;
  return new Promise((resolve, reject) => {
    const outgoing: ClientRequest = openRequest(new URL(path, target), { method, headers: rest }, answer => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.once('error', reject);
      answer.once('end', () => {
        const type = answer.headers['content-type'] ?? 'application/json';
        const location = answer.headers.location;
        resolve({
          status: answer.statusCode ?? 0,
          headers: { 'content-type': type, ...(location === undefined ? {} : { location }) },
          body: Buffer.concat(pieces),
        });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
