import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

/**
 * `bare-http.ts ENDPOINT BUCKET PREFIX FOLDER`: uploads every file of a folder through Node's own client over connections that stay open. The
 * shortest program that does it: no login, no checks, no number claimed, no second attempt.
 */
const [endpoint = '', bucket = '', prefix = '', folder = ''] = process.argv.slice(2);
const connections = 32;
const agent = new Agent({ keepAlive: true, maxSockets: connections });

function listFiles(): readonly string[] {
  const folders = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory());
  return folders.flatMap(({ name }) => readdirSync(join(folder, name)).map(file => `${name}/${file}`));
}

function upload(file: string): Promise<void> {
  const body = readFileSync(join(folder, file));
  const name = encodeURIComponent(prefix + file);
  const path = `/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${name}&ifGenerationMatch=0&fields=generation`;
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, endpoint), { method: 'POST', agent, headers }, answer => {
      answer.resume().once('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`An upload was answered ${answer.statusCode}`));
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

const files = listFiles();
let next = 0;
await Promise.all(
  Array.from({ length: connections }, async () => {
    for (let file = files[next++]; file !== undefined; file = files[next++]) await upload(file);
  }),
);
agent.destroy();
