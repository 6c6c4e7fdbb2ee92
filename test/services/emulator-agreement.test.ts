import { describe, expect, it } from 'vitest';
import { openEmulator } from '../support/gcs/emulator-rig.ts';
import { isRecord } from '../support/gcs/request.ts';
import { openFakeGcsServer } from './fake-gcs-server.ts';
import { hasTool, tools } from './tools.ts';

type Sent = {
  readonly method?: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/**
 * A request, made when the generation of the object `a` is known, and why the two servers may answer
 * differently.
 */
type Step = {
  readonly title: string;
  readonly send: (generation: string) => Sent;
  readonly otherLacks?: 'conditions' | 'matchGlob' | 'status';
};

const bucket = '/storage/v1/b/bucket';
const list = `${bucket}/o`;
const pathOf = (name: string): string => `${list}/${encodeURIComponent(name)}`;

function step(
  title: string,
  send: Sent | ((generation: string) => Sent),
  otherLacks?: Step['otherLacks'],
): Step {
  const make = typeof send === 'function' ? send : () => send;
  return { title, send: make, ...(otherLacks === undefined ? {} : { otherLacks }) };
}

function media(name: string, query: Readonly<Record<string, string>> = {}): Sent {
  const headers = { 'content-type': 'text/plain' };
  const path = `/upload${list}`;
  return {
    method: 'POST',
    path,
    query: { uploadType: 'media', name, ...query },
    headers,
    body: `body of ${name}`,
  };
}

function multipart(
  document: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, string>> = {},
): Sent {
  const headers = { 'content-type': 'multipart/related; boundary=b' };
  const first = `--b\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(document)}\r\n`;
  const body = `${first}--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n`;
  return {
    method: 'POST',
    path: `/upload${list}`,
    query: { uploadType: 'multipart', ...query },
    headers,
    body,
  };
}

const compose = '{"sourceObjects":[{"name":"a"},{"name":"m"}],"destination":{"contentType":"text/plain"}}';
const patch = '{"metadata":{"k":"v"}}';
const bytes = { alt: 'media' };

/** One story, in this order. */
const steps: readonly Step[] = [
  step('create an object', media('a', { ifGenerationMatch: '0' })),
  step('create it again', media('a', { ifGenerationMatch: '0' })),
  step('replace another generation', media('a', { ifGenerationMatch: '1' })),
  step('replace the right generation', g => media('a', { ifGenerationMatch: g })),
  step('replace what it must not be', g => media('a', { ifGenerationNotMatch: g })),
  step('expect a metageneration', media('a', { ifMetagenerationMatch: '1' })),
  step('expect another metageneration', media('a', { ifMetagenerationMatch: '2' }), 'conditions'),
  step('expect a generation where there is nothing', media('nothing', { ifGenerationMatch: '1' })),
  step('expect no number', media('nothing', { ifGenerationMatch: 'x' })),
  step('write without a name', { ...media(''), query: { uploadType: 'media' } }),
  step('write into no bucket', { ...media('a'), path: '/upload/storage/v1/b/nowhere/o' }),
  step('create with metadata', multipart({ name: 'm', metadata: { k: 'v' } }, { ifGenerationMatch: '0' })),
  step('create with metadata again', multipart({ name: 'm' }, { ifGenerationMatch: '0' })),
  step('write under a wrong md5', multipart({ name: 'n', md5Hash: 'AAAA' })),
  step('write under a wrong crc32c', multipart({ name: 'n', crc32c: 'AAAAAA==' })),
  step(
    'begin what is there already',
    {
      method: 'POST',
      path: `/upload${list}`,
      query: { uploadType: 'resumable', name: 'a', ifGenerationMatch: '0' },
    },
    'conditions',
  ),
  step('find', { path: pathOf('a') }),
  step('find nothing', { path: pathOf('nothing') }),
  step('find a generation', g => ({ path: pathOf('a'), query: { generation: g } })),
  step('find a generation that is gone', { path: pathOf('a'), query: { generation: '1' } }),
  step('find on a condition', { path: pathOf('a'), query: { ifGenerationMatch: '1' } }, 'conditions'),
  step('find what is known', g => ({ path: pathOf('a'), query: { ifGenerationNotMatch: g } }), 'conditions'),
  step('read', { path: pathOf('a'), query: bytes }),
  step('read a range', { path: pathOf('a'), query: bytes, headers: { range: 'bytes=1-2' } }),
  step('read behind the end', { path: pathOf('a'), query: bytes, headers: { range: 'bytes=99-' } }),
  step('read nothing', { path: pathOf('nothing'), query: bytes }),
  step('download', { path: `/download${pathOf('a')}`, query: bytes }),
  step('patch', { method: 'PATCH', path: pathOf('a'), body: patch }),
  step('patch nothing', { method: 'PATCH', path: pathOf('nothing'), body: patch }),
  step('patch nothing on a condition', {
    method: 'PATCH',
    path: pathOf('nothing'),
    query: { ifGenerationMatch: '1' },
    body: patch,
  }),
  step('compose', { method: 'POST', path: `${pathOf('composed')}/compose`, body: compose }),
  step(
    'compose what is there already',
    {
      method: 'POST',
      path: `${pathOf('composed')}/compose`,
      query: { ifGenerationMatch: '0' },
      body: compose,
    },
    'conditions',
  ),
  step('rewrite', { method: 'POST', path: `${pathOf('a')}/rewriteTo/b/bucket/o/w` }),
  step('copy', { method: 'POST', path: `${pathOf('m')}/copyTo/b/bucket/o/x%2Fy` }),
  step('list', { path: list }),
  step('list a page', { path: list, query: { maxResults: '2' } }),
  step('list a folder', { path: list, query: { prefix: 'x/' } }),
  step('list folders', { path: list, query: { delimiter: '/' } }),
  step('list between names', { path: list, query: { startOffset: 'b', endOffset: 'w' } }),
  step('list a glob', { path: list, query: { matchGlob: '[am]' } }, 'matchGlob'),
  step('list no bucket', { path: '/storage/v1/b/nowhere/o' }),
  step('remove nothing', { method: 'DELETE', path: pathOf('nothing') }),
  step('remove nothing on a condition', {
    method: 'DELETE',
    path: pathOf('nothing'),
    query: { ifGenerationMatch: '1' },
  }),
  step('remove', g => ({ method: 'DELETE', path: pathOf('a'), query: { ifGenerationMatch: g } }), 'status'),
  step('find what was removed', { path: pathOf('a') }),
  step('list after removing', { path: list }),
  step('the bucket', { path: bucket }),
  step('no bucket', { path: '/storage/v1/b/nowhere' }),
];

/** Of an answer what both servers must agree on. */
async function answerOf(endpoint: string, { path, query, ...options }: Sent): Promise<unknown> {
  const answer = await fetch(`${endpoint}${path}?${new URLSearchParams(query)}`, options);
  const text = await answer.text();
  const { status } = answer;
  if (status >= 300) return { status };
  if (query?.['alt'] === 'media') return { status, text };
  const document: unknown = text === '' ? {} : JSON.parse(text);
  return { status, ...pickFields(document) };
}

const sharedFields = [
  'name',
  'bucket',
  'size',
  'md5Hash',
  'crc32c',
  'contentType',
  'metadata',
  'prefixes',
  'done',
];

function pickFields(document: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(document)) return {};
  // A composed object has no md5 in GCS; theirs has one.
  const fields =
    document['name'] === 'composed' ? sharedFields.filter(field => field !== 'md5Hash') : sharedFields;
  const picked = fields.flatMap(field => (document[field] === undefined ? [] : [[field, document[field]]]));
  const items = Array.isArray(document['items']) ? document['items'].map(pickFields) : undefined;
  return { ...Object.fromEntries(picked), items, hasMore: Boolean(document['nextPageToken']) };
}

async function generationOf(endpoint: string): Promise<string> {
  const document: unknown = await (await fetch(endpoint + pathOf('a'))).json();
  return isRecord(document) ? String(document['generation'] ?? 0) : '0';
}

describe.skipIf(!hasTool(tools.fakeGcsServer))('our emulator and fake-gcs-server', () => {
  it('answer the same requests with the same', async () => {
    const { httpEndpoint: ours } = await openEmulator();
    const { endpoint: theirs } = await openFakeGcsServer('http');
    for (const { title, send, otherLacks } of steps) {
      const [our, their] = await Promise.all(
        [ours, theirs].map(async endpoint => answerOf(endpoint, send(await generationOf(endpoint)))),
      );
      // A gap that was closed is told: the row then loses its exception.
      if (otherLacks === undefined) expect(our, title).toEqual(their);
      else expect(our, `${title}: they have ${otherLacks} now`).not.toEqual(their);
    }
  });
});
