import { describe, expect, it } from 'vitest';
import type { Emulator } from './emulator.ts';
import { callEmulator, objectPath, openEmulator, type RawCall, upload } from './emulator-rig.ts';

const bucketPath = '/storage/v1/b/bucket';
const uploadPath = `/upload${bucketPath}/o`;

/** Every request that changes the object `a`, and what it is answered with when it may. */
const changes: Readonly<Record<string, RawCall>> = {
  'a media upload': {
    method: 'POST',
    path: uploadPath,
    query: { uploadType: 'media', name: 'a' },
    body: 'new',
  },
  'a multipart upload': {
    method: 'POST',
    path: uploadPath,
    query: { uploadType: 'multipart' },
    headers: { 'content-type': 'multipart/related; boundary=b' },
    body: '--b\r\n\r\n{"name":"a"}\r\n--b\r\n\r\nnew\r\n--b--',
  },
  'the begin of a resumable upload': {
    method: 'POST',
    path: uploadPath,
    query: { uploadType: 'resumable', name: 'a' },
  },
  'a patch': { method: 'PATCH', path: objectPath('a'), body: '{"metadata":{"k":"v"}}' },
  'an update': { method: 'PUT', path: objectPath('a'), body: '{"metadata":{"k":"v"}}' },
  'a compose': {
    method: 'POST',
    path: `${objectPath('a')}/compose`,
    body: '{"sourceObjects":[{"name":"other"}]}',
  },
  'a rewrite': { method: 'POST', path: `${objectPath('other')}/rewriteTo/b/bucket/o/a` },
  'a copy': { method: 'POST', path: `${objectPath('other')}/copyTo/b/bucket/o/a` },
  'a delete': { method: 'DELETE', path: objectPath('a') },
};

/** Requests that make the object when it is not there. */
const makers = ['a media upload', 'a multipart upload', 'a compose', 'a rewrite', 'a copy'];

async function openWithObjects(
  names: readonly string[],
): Promise<{ emulator: Emulator; generation: string }> {
  const emulator = await openEmulator();
  for (const name of names) emulator.putObject('bucket', name, `body of ${name}`);
  const generation = emulator.listObjects('bucket').find(object => object.name === 'a')?.generation ?? '0';
  return { emulator, generation };
}

function send(emulator: Emulator, name: string, query: Readonly<Record<string, string | number>>) {
  const call = changes[name] ?? { path: '/' };
  return callEmulator(emulator, { ...call, query: { ...call.query, ...query } });
}

describe.each(Object.keys(changes))('%s', name => {
  it.each([
    ['ifGenerationMatch', 0],
    ['ifGenerationMatch', 1],
    ['ifMetagenerationMatch', 2],
    ['ifMetagenerationNotMatch', 1],
  ])('is refused with 412 and changes nothing when %s=%s does not hold', async (condition, value) => {
    const { emulator } = await openWithObjects(['a', 'other']);
    const before = emulator.listObjects('bucket');
    const { status, document } = await send(emulator, name, { [condition]: value });
    expect(status).toBe(412);
    expect(document['error']).toMatchObject({ code: 412, errors: [{ reason: 'conditionNotMet' }] });
    expect(emulator.listObjects('bucket')).toEqual(before);
  });

  it('is refused with 412 when the generation is the one it must not be', async () => {
    const { emulator, generation } = await openWithObjects(['a', 'other']);
    expect((await send(emulator, name, { ifGenerationNotMatch: generation })).status).toBe(412);
  });

  it('is carried out when all conditions hold', async () => {
    const { emulator, generation } = await openWithObjects(['a', 'other']);
    const conditions = { ifGenerationMatch: generation, ifMetagenerationMatch: 1, ifGenerationNotMatch: 7 };
    expect((await send(emulator, name, conditions)).status).toBeOneOf([200, 204]);
  });

  it('is refused with 400 under a condition that means nothing', async () => {
    const { emulator } = await openWithObjects(['a', 'other']);
    expect((await send(emulator, name, { ifGenerationMatch: 'x' })).status).toBe(400);
    expect((await send(emulator, name, { ifGenerationMatches: 0 })).status).toBe(400);
  });
});

describe.each(makers)('%s of an object that is not there', name => {
  it('is carried out with ifGenerationMatch=0', async () => {
    const { emulator } = await openWithObjects(['other']);
    expect((await send(emulator, name, { ifGenerationMatch: 0 })).status).toBe(200);
  });

  it('is refused with 412 when a generation, or any generation, is expected', async () => {
    const { emulator } = await openWithObjects(['other']);
    expect((await send(emulator, name, { ifGenerationMatch: 1 })).status).toBe(412);
    expect((await send(emulator, name, { ifGenerationNotMatch: 0 })).status).toBe(412);
    expect((await send(emulator, name, { ifMetagenerationMatch: 1 })).status).toBe(412);
  });
});

describe('the source of a copy', () => {
  it.each(['rewriteTo', 'copyTo'])('is held to its own conditions by %s', async verb => {
    const { emulator, generation } = await openWithObjects(['a']);
    const call = { method: 'POST', path: `${objectPath('a')}/${verb}/b/bucket/o/c` };
    const refused = await callEmulator(emulator, { ...call, query: { ifSourceGenerationMatch: 1 } });
    expect(refused.status).toBe(412);
    const copied = await callEmulator(emulator, { ...call, query: { ifSourceGenerationMatch: generation } });
    expect(copied.status).toBe(200);
  });

  it('is held to its own conditions by compose', async () => {
    const { emulator } = await openWithObjects(['a']);
    const sourceObjects = [{ name: 'a', objectPreconditions: { ifGenerationMatch: '1' } }];
    const body = JSON.stringify({ sourceObjects });
    const call = { method: 'POST', path: `${objectPath('c')}/compose`, body };
    expect((await callEmulator(emulator, call)).status).toBe(412);
  });
});

describe('reading', () => {
  it.each([
    ['the document', {}],
    ['the bytes', { alt: 'media' }],
  ])('%s is refused with 412, or with 304 when it is known already', async (_, query) => {
    const { emulator, generation } = await openWithObjects(['a']);
    const read = async (conditions: Readonly<Record<string, string | number>>) =>
      (await callEmulator(emulator, { path: objectPath('a'), query: { ...query, ...conditions } })).status;
    expect(await read({ ifGenerationMatch: 1 })).toBe(412);
    expect(await read({ ifGenerationNotMatch: generation })).toBe(304);
    expect(await read({ ifMetagenerationNotMatch: 1 })).toBe(304);
    expect(await read({ ifGenerationMatch: generation })).toBe(200);
    expect(await read({ generation })).toBe(200);
    expect(await read({ generation: 1 })).toBe(404);
  });
});

describe('a resumable upload', () => {
  it('is held to its conditions again when it ends', async () => {
    const emulator = await openEmulator();
    const query = { uploadType: 'resumable', name: 'a', ifGenerationMatch: 0 };
    const begun = await callEmulator(emulator, { method: 'POST', path: uploadPath, query });
    emulator.putObject('bucket', 'a', 'of somebody faster');
    const ended = await fetch(begun.headers.get('location') ?? '', { method: 'PUT', body: 'mine' });
    expect(ended.status).toBe(412);
    expect(emulator.listGenerations('bucket', 'a')).toHaveLength(1);
  });
});

describe('racing writers', () => {
  it.each([
    ['nothing', 0],
    ['the generation they saw', 1],
  ])('of twenty that expect %s exactly one wins', async (_, existing) => {
    const { emulator, generation } = await openWithObjects(existing === 1 ? ['a'] : []);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_item, at) =>
        upload(emulator, 'a', `writer ${at}`, { ifGenerationMatch: generation }),
      ),
    );
    const winners = answers.filter(answer => answer.status === 200);
    expect(winners).toHaveLength(1);
    expect(answers.filter(answer => answer.status === 412)).toHaveLength(19);
    expect(emulator.listGenerations('bucket', 'a')).toHaveLength(existing + 1);
    expect(emulator.listObjects('bucket')[0]?.generation).toBe(winners[0]?.document['generation']);
  });

  it('that increment a number in turns lose none', async () => {
    const { emulator } = await openWithObjects([]);
    emulator.putObject('bucket', 'count', '0');
    const increment = async (): Promise<void> => {
      const { headers, text } = await callEmulator(emulator, {
        path: objectPath('count'),
        query: { alt: 'media' },
      });
      const ifGenerationMatch = headers.get('x-goog-generation') ?? '';
      const { status } = await upload(emulator, 'count', String(Number(text) + 1), { ifGenerationMatch });
      if (status === 412) await increment();
    };
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let at = 0; at < 10; at += 1) await increment();
      }),
    );
    expect(Buffer.from(emulator.listObjects('bucket')[0]?.body ?? []).toString()).toBe('80');
    expect(emulator.listGenerations('bucket', 'count')).toHaveLength(81);
  });
});
