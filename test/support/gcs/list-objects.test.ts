import { describe, expect, it } from 'vitest';
import type { Emulator } from './emulator.ts';
import { callEmulator, objectPath, openEmulator, upload } from './emulator-rig.ts';

type Listed = {
  readonly names: readonly string[];
  readonly prefixes: readonly string[];
  readonly pages: number;
};
type Query = Readonly<Record<string, string | number>>;

const listPath = '/storage/v1/b/bucket/o';

async function openWith(names: readonly string[]): Promise<Emulator> {
  const emulator = await openEmulator();
  for (const name of names) emulator.putObject('bucket', name, '');
  return emulator;
}

/** All pages of a list. */
async function list(emulator: Emulator, query: Query = {}): Promise<Listed> {
  const names: string[] = [];
  const prefixes: string[] = [];
  let pageToken = '';
  let pages = 0;
  do {
    const page = { ...query, ...(pageToken ? { pageToken } : {}) };
    const { document } = await callEmulator(emulator, { path: listPath, query: page });
    const { items = [], prefixes: found = [], nextPageToken = '' } = document as ListDocument;
    names.push(...items.map(item => item.name));
    prefixes.push(...found);
    pageToken = nextPageToken;
    pages += 1;
  } while (pageToken !== '');
  return { names, prefixes, pages };
}

type ListDocument = {
  readonly items?: readonly { readonly name: string; readonly generation: string }[];
  readonly prefixes?: readonly string[];
  readonly nextPageToken?: string;
};

const inOrder = ['a', 'a!', 'a/b', 'a/c/d', 'aä', 'b', 'zz', 'ü', 'ﬀ', 'Ａ', '日本', '😀'].sort(
  (left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)),
);

describe('a list', () => {
  it('is in order of UTF-8 bytes, whatever the pages are', async () => {
    const emulator = await openWith(inOrder.toReversed());
    expect(await list(emulator)).toEqual({ names: inOrder, prefixes: [], pages: 1 });
    for (const maxResults of [1, 2, 5, 11, 12])
      expect(await list(emulator, { maxResults })).toMatchObject({
        names: inOrder,
        pages: Math.ceil(inOrder.length / maxResults),
      });
  });

  it('has at most a thousand on a page, however many are asked for', async () => {
    const emulator = await openWith(Array.from({ length: 2001 }, (_, at) => `n${at}`));
    const { document } = await callEmulator(emulator, { path: listPath, query: { maxResults: 5000 } });
    expect((document as ListDocument).items).toHaveLength(1000);
    expect(await list(emulator)).toMatchObject({ pages: 3 });
  });

  it('starts at an offset and ends before another', async () => {
    const emulator = await openWith(['a', 'b', 'c', 'd']);
    expect((await list(emulator, { startOffset: 'b', endOffset: 'd' })).names).toEqual(['b', 'c']);
    expect((await list(emulator, { startOffset: 'bb' })).names).toEqual(['c', 'd']);
  });

  it('has prefixes for what lies behind a delimiter, once each, over pages', async () => {
    const emulator = await openWith(['r/a/1', 'r/a/2', 'r/b', 'r/c/', 'r/c/1', 'r/d/1', 's']);
    for (const maxResults of [1, 2, 3, 10]) {
      const { names, prefixes } = await list(emulator, { prefix: 'r/', delimiter: '/', maxResults });
      expect({ names, prefixes }).toEqual({ names: ['r/b'], prefixes: ['r/a/', 'r/c/', 'r/d/'] });
    }
    const query = { prefix: 'r/', delimiter: '/', includeTrailingDelimiter: 'True' };
    for (const maxResults of [1, 2, 10])
      expect((await list(emulator, { ...query, maxResults })).names).toEqual(['r/b', 'r/c/']);
  });

  it('keeps what a glob matches', async () => {
    const emulator = await openWith(['r/m_v1/metadata.json', 'r/m_v1/a.json', 'r/x/m_v2/metadata.json']);
    const matched = async (matchGlob: string) => (await list(emulator, { matchGlob })).names;
    expect(await matched('r/*/metadata.json')).toEqual(['r/m_v1/metadata.json']);
    expect(await matched('r/**/metadata.json')).toHaveLength(2);
    expect(await matched('**/{a,metadata}.json')).toHaveLength(3);
    expect(await matched('r/m_v[0-9]/?.json')).toEqual(['r/m_v1/a.json']);
  });

  it('goes on behind what it showed when objects come and go between pages', async () => {
    const emulator = await openWith(['a', 'b', 'c', 'd']);
    const first = await callEmulator(emulator, { path: listPath, query: { maxResults: 2 } });
    emulator.removeObject('bucket', 'b');
    emulator.putObject('bucket', 'aa', '');
    emulator.putObject('bucket', 'cc', '');
    const { nextPageToken: pageToken = '' } = first.document as ListDocument;
    expect((await list(emulator, { pageToken })).names).toEqual(['c', 'cc', 'd']);
  });

  it('is without items when there are none, and refuses a token it did not make', async () => {
    const emulator = await openWith([]);
    const { document } = await callEmulator(emulator, { path: listPath });
    expect(document).toEqual({ kind: 'storage#objects' });
    expect((await callEmulator(emulator, { path: listPath, query: { pageToken: 'x' } })).status).toBe(400);
  });

  it('keeps the fields that are named', async () => {
    const emulator = await openEmulator();
    emulator.putObject('bucket', 'a', 'x', { one: '1', two: '2', three: '3' });
    emulator.putObject('bucket', 'b', 'x');
    const fields = 'items/metadata/one,items/metadata/two,items(name),nextPageToken';
    const { document } = await callEmulator(emulator, { path: listPath, query: { fields, maxResults: 1 } });
    expect(document).toEqual({
      nextPageToken: expect.any(String),
      items: [{ name: 'a', metadata: { one: '1', two: '2' } }],
    });
  });
});

describe('generations of a bucket that keeps them', () => {
  it('are listed oldest first, over pages, and can be read and removed one by one', async () => {
    const emulator = await openEmulator();
    const body = '{"versioning":{"enabled":true}}';
    await callEmulator(emulator, { method: 'PATCH', path: '/storage/v1/b/bucket', body });
    for (const text of ['1', '2', '3']) await upload(emulator, 'a', text);
    await callEmulator(emulator, { method: 'DELETE', path: objectPath('a') });
    expect((await list(emulator)).names).toEqual([]);
    for (const maxResults of [1, 2, 3])
      expect((await list(emulator, { versions: 'True', maxResults })).names).toEqual(['a', 'a', 'a']);
    const [, second] = emulator.listGenerations('bucket', 'a');
    const query = { generation: second?.generation ?? '', alt: 'media' };
    expect((await callEmulator(emulator, { path: objectPath('a'), query })).text).toBe('2');
    await callEmulator(emulator, { method: 'DELETE', path: objectPath('a'), query });
    expect((await callEmulator(emulator, { path: objectPath('a'), query })).status).toBe(404);
    expect((await list(emulator, { versions: 'true' })).names).toEqual(['a', 'a']);
  });

  it('are not kept by other buckets', async () => {
    const emulator = await openEmulator();
    for (const text of ['1', '2']) await upload(emulator, 'a', text);
    expect((await list(emulator, { versions: 'True' })).names).toEqual(['a']);
    const [first] = emulator.listGenerations('bucket', 'a');
    const query = { generation: first?.generation ?? '' };
    expect((await callEmulator(emulator, { path: objectPath('a'), query })).status).toBe(404);
  });
});
