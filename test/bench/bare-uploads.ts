import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

/**
 * `bare-uploads.ts ENDPOINT BUCKET PREFIX FOLDER`: uploads every file of a folder as bytes that were put together before, over sockets that
 * stay open, and prints in how many milliseconds. It reads no answer further than its end: the least that as many uploads can cost.
 */
const [endpoint = '', bucket = '', prefix = '', folder = ''] = process.argv.slice(2);
const { hostname, port } = new URL(endpoint);
const socketCount = 32;

function buildRequests(): readonly Buffer[] {
  const folders = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory());
  const names = folders.flatMap(({ name }) => readdirSync(join(folder, name)).map(file => `${name}/${file}`));
  return names.map(file => {
    const body = readFileSync(join(folder, file));
    const name = encodeURIComponent(prefix + file);
    const head =
      `POST /upload/storage/v1/b/${bucket}/o?uploadType=media&name=${name}&ifGenerationMatch=0&fields=generation HTTP/1.1\r\n` +
      `host: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), body]);
  });
}

/** Sends one request and waits for the end of its answer. */
function send(socket: Socket, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const take = (piece: Buffer): void => {
      answer += piece.toString('latin1');
      const headEnd = answer.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const bodyBytes = Number(/^content-length: *(\d+)/im.exec(answer)?.[1]);
      if (answer.length < headEnd + 4 + bodyBytes) return;
      socket.off('data', take);
      if (answer.startsWith('HTTP/1.1 200 ')) resolve();
      else reject(new Error(`An upload was answered: ${answer}`));
    };
    socket.on('data', take);
    socket.write(request);
  });
}

async function openSocket(): Promise<Socket> {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.on('error', reject);
  });
  return socket;
}

const requests = buildRequests();
const sockets = await Promise.all(Array.from({ length: socketCount }, openSocket));
let next = 0;
const startedAt = performance.now();
await Promise.all(
  sockets.map(async socket => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++])
      await send(socket, request);
  }),
);
console.log(performance.now() - startedAt);
for (const socket of sockets) socket.destroy();
