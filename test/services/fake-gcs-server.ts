import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { findFreePort } from './find-free-port.ts';

const certificate = (name: string): string =>
  fileURLToPath(new URL(`../support/gcs/certificate/${name}.pem`, import.meta.url));

/** An emulator of GCS that nobody here wrote, on one of its two ways to speak. */
export type FakeGcsServer = { readonly endpoint: string; readonly caPath: string };

/**
 * Starts fake-gcs-server with an empty bucket named `bucket`, in memory; it ends with the running test.
 * What it does not do: preconditions on anything but uploads in one request, `matchGlob`.
 */
export async function openFakeGcsServer(scheme: 'http' | 'https'): Promise<FakeGcsServer> {
  const port = await findFreePort();
  const endpoint = `${scheme}://127.0.0.1:${port}`;
  const caPath = certificate('localhost-certificate');
  const options = {
    scheme,
    host: '127.0.0.1',
    port: String(port),
    backend: 'memory',
    'external-url': endpoint,
    'public-host': `127.0.0.1:${port}`,
    'cert-location': caPath,
    'private-key-location': certificate('localhost-key'),
    'log-level': 'error',
  };
  const argv = Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]);
  const child = spawn('fake-gcs-server', argv, { stdio: ['ignore', 'ignore', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await expect.poll(() => makeBucket(endpoint, caPath), { timeout: 10_000 }).toBe(200);
  return { endpoint, caPath };
}

/** The status, or why there is none yet. */
async function makeBucket(endpoint: string, caPath: string): Promise<unknown> {
  const url = `${endpoint}/storage/v1/b`;
  const body = '{"name":"bucket"}';
  if (endpoint.startsWith('http:'))
    return fetch(url, { method: 'POST', body }).then(
      answer => answer.status,
      (error: unknown) => error,
    );
  return new Promise(resolve => {
    const sent = request(url, { method: 'POST', ca: readFileSync(caPath), agent: false }, answer => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.once('error', resolve).end(body);
  });
}
