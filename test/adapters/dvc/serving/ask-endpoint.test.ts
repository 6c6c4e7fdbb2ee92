import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { askEndpoint } from '../../../../src/adapters/dvc/serving/ask-endpoint.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Serves on a free port, and gives the address of it. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function ask(url: string | undefined, ollamaName: string | undefined = 'qwen_v2', signal?: AbortSignal) {
  const names = { label: undefined, model: undefined, alias: undefined, version: undefined };
  const endpoint = { id: 'qwen', ollamaName, url, ...names };
  return askEndpoint(globalThis.fetch, { endpoint, address: url }, signal);
}

const tags: RequestListener = (request, response) => {
  response.statusCode = request.url === '/api/tags' ? 200 : 404;
  response.end('{"models":[{"name":"qwen_v2:latest"},{"name":"other:q4"}]}');
};

test('Ollama is asked for its models; a name without a tag is its latest', async () => {
  const url = `${await serve(tags)}/v1/chat/completions`;
  expect(await ask(url)).toMatchObject({ state: 'answers', words: 'answers, and has qwen_v2' });
  expect(await ask(url, 'other:q4')).toMatchObject({ state: 'answers' });
  expect(await ask(url, 'other')).toMatchObject({
    state: 'lacks-model',
    words: 'answers, and has no model other',
  });
});

test('what is no Ollama is asked whether it answers at all', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
    response.statusCode = request.url === '/' ? 200 : 404;
    response.end('fine');
  });
  expect(await ask(url.replace('//', '//user:secret@'))).toMatchObject({ state: 'answers' });
  expect(asked).toEqual(['GET /api/tags', 'GET /']);
});

test('an answer without an end is not read to it', async () => {
  const url = await serve((request, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      response.once('drain', write);
    };
    if (request.url === '/api/tags') write();
    else response.end('fine');
  });
  expect(await ask(url)).toMatchObject({ state: 'answers' });
});

test('one that is not there, and one that says nothing, are silent', async () => {
  const gone = await serve(tags);
  for (const close of closing.splice(0)) await close();
  expect(await ask(gone)).toMatchObject({
    state: 'silent',
    words: expect.stringContaining('(ECONNREFUSED)'),
  });
  const quiet = await serve(() => undefined);
  expect(await ask(quiet)).toMatchObject({
    state: 'silent',
    words: 'does not answer: nothing came within 2 seconds',
  });
});

test.each([undefined, '', 'file:///etc/passwd', 'qwen'])(
  'an address that is none is not asked: %s',
  async url => {
    expect(await ask(url)).toMatchObject({ state: 'silent', words: 'has no address that could be asked' });
  },
);

test('whoever does not want to wait any longer does not', async () => {
  const url = await serve(() => undefined);
  await expect(ask(url, 'qwen_v2', AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
});
