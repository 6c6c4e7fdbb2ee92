import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UnavailableError } from '../../../src/core/errors/app-error.ts';
import { listKnownSecrets } from '../../../src/core/secrets/known-secrets.ts';
import { loadDeployments } from '../../../src/core/session/load-deployments.ts';
import { prepareDeployment } from '../../../src/core/session/prepare-deployment.ts';
import { prepareResumption } from '../../../src/core/session/prepare-resumption.ts';
import type { Session } from '../../../src/core/session/session.ts';
import {
  deploy,
  openWorld,
  prepareWorld,
  requestOf,
  type WorldOptions,
} from '../../support/deployment/deployment-world.ts';
import { createProofFileSystem } from '../../support/proof-size.ts';
import { takeSnapshot } from '../../support/snapshot.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const token = 'hf_notOfTheUsualForm';

async function createWorld() {
  const root = createTemporaryFolder();
  await prepareWorld(root);
  const secrets = listKnownSecrets({ HF_TOKEN: token });
  const change = (session: Session): Session => ({ ...session, secrets });
  const open = (options: WorldOptions = {}) =>
    openWorld(root, createProofFileSystem(), { change, ...options });
  return { root, open };
}

test('a deployment whose texts hold a login is not begun, wherever in it that stands', async () => {
  const { root, open } = await createWorld();
  const usual = requestOf(root);
  if (usual.subject.at !== 'new') throw new Error('The candidate is new.');
  const { registration } = usual.subject;
  const before = takeSnapshot(root);
  const withRegistration = (change: Partial<typeof registration>) => ({
    ...usual,
    subject: { at: 'new' as const, registration: { ...registration, ...change } },
  });
  const requests = [
    { ...usual, reason: `see ${token}` },
    { ...usual, gate: 'overridden' as const, reason: token },
    withRegistration({ notes: token }),
    withRegistration({ tags: ['good', `run-${token}`] }),
    withRegistration({ configuration: { model: { login: token } } }),
  ];
  for (const request of requests) {
    const refused = prepareDeployment(open(), request);
    await expect(refused).rejects.toMatchObject({ code: 'secret-given', exitCode: 2 });
    await expect(refused).rejects.not.toThrow(token);
  }
  expect(takeSnapshot(root)).toEqual(before);
});

test('nor is one carried on that was begun where the login was not known', async () => {
  const { root, open } = await createWorld();
  const hubFault: WorldOptions['hubFault'] = call =>
    call === 'publish' ? new UnavailableError('network-failed', 'No answer.') : undefined;
  const request = requestOf(root, { reason: `see ${token}` });
  await deploy(open({ hubFault, change: session => session }), request);
  const [kept] = (await loadDeployments(open())).deployments;
  if (kept === undefined) throw new Error('It stands in the journal.');
  await expect(prepareResumption(open(), kept.deployment)).rejects.toMatchObject({ code: 'secret-given' });
});

test('a login that the hub says back stands neither in the receipt nor in what is kept', async () => {
  const { root, open } = await createWorld();
  const answer = new UnavailableError('network-failed', `Who is ${token}?`, { hint: `Renew ${token}.` });
  const receipt = await deploy(
    open({ hubFault: call => (call === 'publish' ? answer : undefined) }),
    requestOf(root),
  );
  const [link] = receipt.links.filter(({ kind }) => kind === 'publish');
  expect(link?.problem).toMatchObject({ message: 'Who is …?', hint: 'Renew ….' });
  const kept = ['state', 'outbox', 'registry'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  );
  expect(kept.join('\n')).toContain('Who is …?');
  expect(JSON.stringify(receipt) + kept.join('\n')).not.toContain(token);
});
