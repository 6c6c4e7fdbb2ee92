import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { ApiRequest } from './request.ts';

/** Reads a request to its end, or to where the client hung up. `scheme` is what the server speaks. */
export async function readRequest(incoming: IncomingMessage, scheme: 'http' | 'https'): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  let isWhole = true;
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
  } catch (error) {
    if (!isHangUp(error)) throw error;
    isWhole = false;
  }
  const [path = '/', ...query] = (incoming.url ?? '/').split('?');
  return {
    method: incoming.method ?? 'GET',
    baseUrl: `${scheme}://${incoming.headers.host ?? 'localhost'}`,
    path,
    query: new URLSearchParams(query.join('?')),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
    isWhole,
  };
}

function isHangUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

/**
 * Sends an answer, or with `truncated` half of its body before the connection closes. `now` is milliseconds
 * since 1970.
 */
export function sendAnswer(
  outgoing: ServerResponse,
  answer: Answer,
  now: number,
  length: 'whole' | 'truncated',
): void {
  const headers: Record<string, string> = {
    ...answer.headers,
    date: new Date(now).toUTCString(),
    server: 'UploadServer',
  };
  if (answer.status !== 204 && answer.status !== 304)
    headers['content-length'] = String(answer.body.byteLength);
  outgoing.writeHead(answer.status, headers);
  if (length === 'whole') {
    outgoing.end(answer.body);
    return;
  }
  outgoing.flushHeaders();
  const half = answer.body.subarray(0, Math.floor(answer.body.byteLength / 2));
  if (half.byteLength > 0) outgoing.write(half);
  outgoing.socket?.destroySoon();
}
