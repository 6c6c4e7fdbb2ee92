import { readFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { describe, expect, it } from 'vitest';
import type { Emulator } from './emulator.ts';
import { callEmulator, objectPath, openEmulator, upload } from './emulator-rig.ts';

function getSecurely(emulator: Emulator, host: string, options: RequestOptions): Promise<string> {
  const url = (emulator.httpsEndpoint ?? '').replace('127.0.0.1', host) + objectPath('a');
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: false, ...options }, answer => {
      answer.setEncoding('utf8').once('data', resolve);
    });
    sent.once('error', reject).end();
  });
}

describe('an emulator', () => {
  it('speaks https to those who trust its certificate', async () => {
    const emulator = await openEmulator({ https: true });
    emulator.putObject('bucket', 'a', 'x');
    const ca = readFileSync(emulator.caPath ?? '');
    for (const host of ['127.0.0.1', 'localhost']) {
      const document = JSON.parse(await getSecurely(emulator, host, { ca })) as { readonly selfLink: string };
      expect(document.selfLink).toMatch(new RegExp(`^https://${host}:\\d+/storage/v1/b/bucket/o/a$`));
    }
    await expect(getSecurely(emulator, 'localhost', {})).rejects.toThrow('self-signed certificate');
  });

  it('speaks no https unless it is asked to', async () => {
    const { httpsEndpoint, caPath } = await openEmulator();
    expect([httpsEndpoint, caPath]).toEqual([undefined, undefined]);
  });

  it('keeps a log of what was asked', async () => {
    const emulator = await openEmulator();
    await upload(emulator, 'a', 'x', { ifGenerationMatch: 0 });
    await upload(emulator, 'a', 'x', { ifGenerationMatch: 0 });
    await callEmulator(emulator, { path: '/storage/v1/b/bucket/o', query: { prefix: 'p/' } });
    await callEmulator(emulator, { path: objectPath('a'), headers: { 'x-mine': 'yes' } });
    await callEmulator(emulator, { path: objectPath('a'), query: { alt: 'media' } });
    await callEmulator(emulator, { method: 'DELETE', path: objectPath('a') });
    await callEmulator(emulator, { path: '/storage/v1/b/bucket' });
    const rows = emulator.requests.map(({ kind, method, name, expectGeneration, status }) =>
      [kind, method, name, expectGeneration, status].join(' '),
    );
    expect(rows).toEqual([
      'write POST a 0 200',
      'write POST a 0 412',
      'list GET p/  200',
      'find GET a  200',
      'read GET a  200',
      'remove DELETE a  204',
      'other GET   200',
    ]);
    expect(emulator.requests[3]).toMatchObject({ path: `${objectPath('a')}?`, headers: { 'x-mine': 'yes' } });
    emulator.forgetRequests();
    expect(emulator.requests).toEqual([]);
  });

  it('shows what is in a bucket, and what ever was', async () => {
    const emulator = await openEmulator({ buckets: ['bucket', 'other'] });
    emulator.putObject('bucket', 'b', 'one');
    emulator.putObject('bucket', 'b', Buffer.from('two'), { k: 'v' });
    emulator.putObject('bucket', 'a', 'x');
    emulator.removeObject('bucket', 'a');
    const [only, ...rest] = emulator.listObjects('bucket');
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ name: 'b', body: Buffer.from('two'), metadata: { k: 'v' } });
    const bodies = emulator.listGenerations('bucket', 'b').map(({ body }) => Buffer.from(body).toString());
    expect(bodies).toEqual(['one', 'two']);
    expect(emulator.listGenerations('bucket', 'a')).toHaveLength(1);
    expect(emulator.listObjects('other')).toEqual([]);
    expect(() => emulator.removeObject('bucket', 'a')).toThrow('No such object: bucket/a');
  });

  it('refuses connections while it is stopped, and comes back as it was', async () => {
    const emulator = await openEmulator({ https: true });
    const { httpEndpoint } = emulator;
    await upload(emulator, 'a', 'x');
    await emulator.stop();
    await expect(upload(emulator, 'b', 'x')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await emulator.start();
    expect(emulator.httpEndpoint).toBe(httpEndpoint);
    expect((await callEmulator(emulator, { path: objectPath('a') })).status).toBe(200);
    expect((await callEmulator(emulator, { path: objectPath('b') })).status).toBe(404);
  });

  it('carries out nothing that was under way when it was stopped', async () => {
    const emulator = await openEmulator({ latencyMs: 50 });
    const sent = expect(upload(emulator, 'a', 'x')).rejects.toThrow('fetch failed');
    await expect.poll(() => emulator.requests[0]?.kind).toBe('write');
    await emulator.stop();
    await sent;
    await emulator.start();
    expect((await callEmulator(emulator, { path: objectPath('a') })).status).toBe(404);
    expect(emulator.listObjects('bucket')).toEqual([]);
  });

  it('does not answer while it is stalled', async () => {
    const emulator = await openEmulator();
    emulator.setStalled(true);
    const signal = AbortSignal.timeout(100);
    const sent = fetch(`${emulator.httpEndpoint}${objectPath('a')}`, { signal });
    await expect(sent).rejects.toThrow('timeout');
    emulator.setStalled(false);
    expect((await callEmulator(emulator, { path: objectPath('a') })).status).toBe(404);
    expect(emulator.requests.map(({ status }) => status)).toEqual(['dropped', 404]);
  });

  it('takes its time for every request', async () => {
    const emulator = await openEmulator();
    emulator.setLatency(40);
    const startedAt = performance.now();
    await Promise.all([upload(emulator, 'a', 'x'), upload(emulator, 'b', 'x')]);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(39);
  });

  it('has a clock of its own, by which generations still grow when it is set back', async () => {
    const emulator = await openEmulator();
    const twoHoursMs = 7_200_000;
    emulator.setClockOffset(twoHoursMs);
    const ahead = await upload(emulator, 'a', 'x');
    expect(Date.parse(String(ahead.document['updated']))).toBeGreaterThan(Date.now() + twoHoursMs - 60_000);
    expect(Date.parse(ahead.headers.get('date') ?? '')).toBeGreaterThan(Date.now() + twoHoursMs - 60_000);
    emulator.setClockOffset(-twoHoursMs);
    const behind = await upload(emulator, 'a', 'x');
    expect(Date.parse(String(behind.document['updated']))).toBeLessThan(Date.now() - twoHoursMs + 60_000);
    expect(Number(behind.document['generation'])).toBeGreaterThan(Number(ahead.document['generation']));
  });

  it('refuses to change one object too often, and counts only what was carried out', async () => {
    const emulator = await openEmulator();
    emulator.setObjectRate(60_000);
    expect((await upload(emulator, 'a', '1', { ifGenerationMatch: 5 })).status).toBe(412);
    expect((await upload(emulator, 'a', '1', { ifGenerationMatch: 0 })).status).toBe(200);
    const refused = await upload(emulator, 'a', '2');
    expect(refused.status).toBe(429);
    expect(refused.document['error']).toMatchObject({ errors: [{ reason: 'rateLimitExceeded' }] });
    expect((await callEmulator(emulator, { method: 'DELETE', path: objectPath('a') })).status).toBe(429);
    expect((await upload(emulator, 'b', '1')).status).toBe(200);
    emulator.putObject('bucket', 'a', 'behind everybody');
    emulator.setObjectRate(0);
    expect((await upload(emulator, 'a', '3')).status).toBe(200);
  });
});
