import { expect, test } from 'vitest';
import { createGithubChannel } from '../../../../src/adapters/notify/github/github-channel.ts';
import { startFakeService } from '../../../support/notify/fake-service.ts';

async function examineWith(scopes: string | undefined) {
  const service = await startFakeService(({ path }) => ({
    status: 200,
    value: path === '/user' ? { login: 'robot' } : { permissions: { push: true } },
    headers: scopes === undefined ? {} : { 'x-oauth-scopes': scopes },
  }));
  const channel = createGithubChannel({
    ...{ name: 'tickets', kinds: new Set(), repository: 'acme/platform', api: service.origin },
    ...{ token: 'ghp_secret', tool: 'lastgood test', now: Date.now },
  });
  const found = await channel.examine();
  return { found, methods: service.requests.map(({ method }) => method) };
}

test.each([
  ['repo, read:org', 'ready', 'scopes repo, read:org'],
  ['public_repo', 'ready', 'scopes public_repo'],
  [undefined, 'ready', 'set labels'],
])('a token with the scopes %s is %s', async (scopes, state, may) => {
  const { found, methods } = await examineWith(scopes);
  expect(found).toMatchObject({ state, identity: 'robot' });
  expect(found.may).toContain(may);
  expect(new Set(methods)).toEqual(new Set(['GET']));
});

test.each([
  ['', 'The token has no scope.'],
  ['gist', 'The token has only the scopes gist.'],
])('a classic token with the scopes "%s" opens no issue', async (scopes, what) => {
  const { found } = await examineWith(scopes);
  expect(found).toMatchObject({ state: 'not-usable', missing: [{ what }] });
});
