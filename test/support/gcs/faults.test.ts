import { describe, expect, it } from 'vitest';
import type { Emulator } from './emulator.ts';
import { callEmulator, objectPath, openEmulator, upload } from './emulator-rig.ts';
import type { Fault } from './faults.ts';

const media = { alt: 'media' };

function read(emulator: Emulator, name = 'a') {
  return callEmulator(emulator, { path: objectPath(name), query: media });
}

function namesOf(emulator: Emulator): readonly string[] {
  return emulator.listObjects('bucket').map(object => object.name);
}

/** What becomes of a call: its status, or that the answer never came whole. */
async function outcomeOf(call: Promise<{ readonly status: number }>): Promise<number | 'lost'> {
  return call.then(
    answer => answer.status,
    () => 'lost',
  );
}

/** A call that is given up when `isReady` says so. */
async function giveUp(emulator: Emulator, name: string, isReady: () => boolean): Promise<void> {
  const controller = new AbortController();
  const path = `/upload/storage/v1/b/bucket/o?uploadType=media&name=${name}`;
  const url = `${emulator.httpEndpoint}${path}`;
  const sent = fetch(url, { method: 'POST', body: 'x', signal: controller.signal });
  const lost = expect(sent).rejects.toThrow('aborted');
  await expect.poll(isReady).toBe(true);
  controller.abort();
  await lost;
}

describe('a fault', () => {
  it.each<[string, Fault, number | 'lost', readonly string[]]>([
    ['a status answers and applies nothing', { does: 'status', status: 429 }, 429, []],
    ['a status without a number is 503', { does: 'status' }, 503, []],
    ['a dropped connection applies nothing', { does: 'drop-before' }, 'lost', []],
    ['an answer lost after it was applied', { does: 'drop-after' }, 'lost', ['a']],
    ['an error after it was applied', { does: 'status-after', status: 500 }, 500, ['a']],
    ['a delay changes nothing', { does: 'delay', delayMs: 1 }, 200, ['a']],
    ['half of an answer', { does: 'truncate' }, 'lost', ['a']],
  ])('%s', async (_, fault, outcome, names) => {
    const emulator = await openEmulator();
    emulator.addFault(fault);
    expect(await outcomeOf(upload(emulator, 'a', 'x', { ifGenerationMatch: 0 }))).toBe(outcome);
    expect(namesOf(emulator)).toEqual(names);
    expect(emulator.requests.map(request => request.status)).toEqual([
      outcome === 'lost' && fault.does !== 'truncate' ? 'dropped' : fault.does === 'truncate' ? 200 : outcome,
    ]);
  });

  it.each<[Fault['does'], readonly string[]]>([
    ['stall', []],
    ['stall-after', ['a']],
  ])('%s never answers', async (does, names) => {
    const emulator = await openEmulator();
    emulator.addFault({ does, kind: 'write' });
    await giveUp(emulator, 'a', () => emulator.requests[0]?.kind === 'write');
    expect(namesOf(emulator)).toEqual(names);
    expect(emulator.requests.map(request => request.status)).toEqual(['dropped']);
  });

  it('cuts the bytes of an object in half', async () => {
    const emulator = await openEmulator();
    emulator.putObject('bucket', 'a', 'x'.repeat(100_000));
    emulator.addFault({ does: 'truncate', kind: 'read' });
    const response = await fetch(`${emulator.httpEndpoint}${objectPath('a')}?alt=media`);
    expect(response.headers.get('content-length')).toBe('100000');
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('meets the requests it is meant for, as often as it says', async () => {
    const emulator = await openEmulator();
    emulator.putObject('bucket', 'a', 'x');
    emulator.addFault({ does: 'status', kind: 'read', name: /^a$/, times: 2 });
    expect(await outcomeOf(upload(emulator, 'a', 'x'))).toBe(200);
    expect(await outcomeOf(read(emulator, 'ab'))).toBe(404);
    expect(await outcomeOf(read(emulator))).toBe(503);
    expect(await outcomeOf(read(emulator))).toBe(503);
    expect(await outcomeOf(read(emulator))).toBe(200);
  });

  it('is chosen by method, and a list by its prefix', async () => {
    const emulator = await openEmulator();
    emulator.addFault({ does: 'status', method: 'DELETE' });
    emulator.addFault({ does: 'status', status: 500, kind: 'list', name: /^reg\/$/ });
    const list = (prefix: string) =>
      callEmulator(emulator, { path: '/storage/v1/b/bucket/o', query: { prefix } });
    expect(await outcomeOf(list('other/'))).toBe(200);
    expect(await outcomeOf(list('reg/'))).toBe(500);
    const remove = { method: 'DELETE', path: objectPath('a') };
    expect(await outcomeOf(callEmulator(emulator, remove))).toBe(503);
    expect(await outcomeOf(callEmulator(emulator, remove))).toBe(404);
  });

  it('knows names that stand in the body of a request', async () => {
    const emulator = await openEmulator();
    emulator.addFault({ does: 'status', name: /^inside$/, times: 2 });
    const path = '/upload/storage/v1/b/bucket/o';
    const headers = { 'content-type': 'multipart/related; boundary=b' };
    const body = '--b\r\n\r\n{"name":"inside"}\r\n--b\r\n\r\nx\r\n--b--';
    const call = { method: 'POST', path, headers, body, query: { uploadType: 'multipart' } };
    expect((await callEmulator(emulator, call)).status).toBe(503);
    const query = { uploadType: 'resumable' };
    expect((await callEmulator(emulator, { ...call, query, body: '{"name":"inside"}' })).status).toBe(503);
    expect(emulator.requests.map(request => request.name)).toEqual(['inside', 'inside']);
  });

  it('goes away when faults are cleared', async () => {
    const emulator = await openEmulator();
    emulator.addFault({ does: 'status', times: Number.POSITIVE_INFINITY });
    expect(await outcomeOf(read(emulator))).toBe(503);
    expect(await outcomeOf(read(emulator))).toBe(503);
    emulator.clearFaults();
    expect(await outcomeOf(read(emulator))).toBe(404);
  });

  it('with a probability meets the same requests for the same seed', async () => {
    const drawWith = async (seed: number): Promise<readonly unknown[]> => {
      const emulator = await openEmulator({ seed });
      emulator.addFault({ does: 'status', times: Number.POSITIVE_INFINITY, probability: 0.3 });
      const outcomes: unknown[] = [];
      for (let at = 0; at < 60; at += 1) outcomes.push(await outcomeOf(read(emulator)));
      return outcomes;
    };
    const drawn = await drawWith(7);
    expect(await drawWith(7)).toEqual(drawn);
    expect(await drawWith(8)).not.toEqual(drawn);
    const met = drawn.filter(outcome => outcome === 503).length;
    expect(met).toBeGreaterThan(8);
    expect(met).toBeLessThan(30);
  });
});
