import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPublicationDesk } from '../../bin/open-hub.ts';
import type { TokenHosts } from '../../src/core/settings/token-hosts.ts';
import { hubToken, openFakeHub } from '../support/hub/fake-hub.ts';
import { makePublication } from '../support/hub/publications.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const anywhere: TokenHosts = { lists: [], trusted: [] };

/** A desk as a command opens it in a folder with this `.env`. */
async function open(
  variables: Readonly<Record<string, string>>,
  dotEnv = '',
  tokenHosts: TokenHosts = anywhere,
) {
  const workingFolder = createTemporaryFolder();
  writeFileSync(join(workingFolder, '.env'), dotEnv);
  const settings = { offlineBecause: undefined, publish: [], tokenHosts };
  return await openPublicationDesk({ settings, variables, workingFolder });
}

describe('the hub that is meant, and who is given the token', () => {
  it('is the usual one, or the one the environment names', async () => {
    expect((await open({})).hub.url).toBe('https://huggingface.co');
    expect((await open({ HF_ENDPOINT: 'https://hub.example.org/' })).hub.url).toBe('https://hub.example.org');
    await expect(open({ HF_ENDPOINT: 'hub.example.org' })).rejects.toMatchObject({
      code: 'invalid-configuration',
    });
    const withLogin = open({ HF_ENDPOINT: 'https://me:secret@hub.example.org' });
    await expect(withLogin).rejects.toThrow('HF_ENDPOINT: "https://hub.example.org" holds a login');
  });

  it('a token of S1’s own .env goes to the usual hub', async () => {
    const { hub } = await open({}, `HUGGINGFACE_HUB_TOKEN=${hubToken}\n`);
    // It has a token: so it goes as far as asking, of a host that is not there.
    expect(await hub.examine(undefined, { signal: AbortSignal.abort(new Error('not asked')) })).toMatchObject(
      {
        state: 'not-usable',
      },
    );
  });

  it.each([
    ['nothing is set', {}, 'HF_TOKEN is not set.'],
    ['it is empty', { HF_TOKEN: '  ' }, 'HF_TOKEN is not set.'],
    ['it cannot be one', { HF_TOKEN: 'hf_a b\nc' }, 'HF_TOKEN holds characters that no token has.'],
  ])('no token: %s', async (_, variables, because) => {
    const { hub } = await open(variables);
    expect(await hub.examine(undefined)).toMatchObject({
      state: 'not-configured',
      missing: [{ what: because }],
    });
  });

  it('the hub of the environment gets the token, with the spaces around it taken off', async () => {
    const fake = await openFakeHub();
    const { hub } = await open({ HF_ENDPOINT: fake.url, HF_TOKEN: ` ${hubToken}\n` });
    expect(await hub.examine(undefined)).toMatchObject({ state: 'ready', identity: 'anna' });
  });

  it('a hub that only a .env names gets none', async () => {
    const { hub } = await open({ HF_TOKEN: hubToken }, 'HF_ENDPOINT=https://hub.example.org\n');
    expect(await hub.examine(undefined)).toMatchObject({
      state: 'not-configured',
      missing: [{ what: 'hub.example.org is given no login: only .env names it, which others write.' }],
    });
    await expect(hub.publish(makePublication())).rejects.toMatchObject({ code: 'login-required' });
  });

  it('no hub gets it that tokenHosts leaves out, the usual one neither', async () => {
    const closed = {
      lists: [{ hosts: ['mlflow.example.org'], said: 'tokenHosts is set in x' }],
      trusted: [],
    };
    const { hub } = await open({ HF_TOKEN: hubToken }, '', closed);
    expect(await hub.examine(undefined)).toMatchObject({ state: 'not-configured' });
  });

  it('offline nothing is asked', async () => {
    const settings = { offlineBecause: '--offline is given', publish: [], tokenHosts: anywhere };
    const { hub } = await openPublicationDesk({
      ...{ settings, variables: { HF_TOKEN: hubToken }, workingFolder: createTemporaryFolder() },
    });
    expect(await hub.examine(undefined)).toMatchObject({ state: 'not-asked' });
    await expect(hub.findPublication(makePublication())).rejects.toMatchObject({ code: 'offline' });
  });
});
