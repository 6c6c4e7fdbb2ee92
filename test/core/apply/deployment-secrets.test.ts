import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UnavailableError } from '../../../src/core/errors/app-error.ts';
import { listKnownSecrets } from '../../../src/core/secrets/known-secrets.ts';
import { loadDeployments } from '../../../src/core/session/load-deployments.ts';
import { prepareDeployment } from '../../../src/core/session/prepare-deployment.ts';
import { prepareGate } from '../../../src/core/session/prepare-gate.ts';
import { prepareResumption } from '../../../src/core/session/prepare-resumption.ts';
import type { Session } from '../../../src/core/session/session.ts';
import {
  deploy,
  deployedModel,
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

const looksLikeOne = `hf_${'a1B2'.repeat(9)}`;

test.each(['core_eval_main/summary.json', 'smoke_test_main/summary.json'])(
  'nor is one whose evidence holds a login: %s',
  async name => {
    const { root, open } = await createWorld();
    const path = join(root, 'inputs/results', name);
    const whole = readFileSync(path, 'utf8');
    for (const [text, publish] of [
      [token, undefined],
      [looksLikeOne, requestOf(root).publish],
    ] as const) {
      writeFileSync(path, whole.replace('{', `{"said": "${text}",`));
      const before = takeSnapshot(root);
      const refused = prepareDeployment(open(), requestOf(root, { publish }));
      await expect(refused).rejects.toMatchObject({ code: 'secret-given', exitCode: 2 });
      await expect(refused).rejects.toThrow('summary.json holds');
      await expect(refused).rejects.not.toThrow(text);
      expect(takeSnapshot(root)).toEqual(before);
    }
  },
);

test('what merely looks like one stays in the registry, and is not published', async () => {
  const { root, open } = await createWorld();
  const usual = requestOf(root);
  if (usual.subject.at !== 'new') throw new Error('The candidate is new.');
  const registration = { ...usual.subject.registration, configuration: { login: looksLikeOne } };
  const request = { ...usual, subject: { at: 'new' as const, registration } };
  await expect(prepareDeployment(open(), request)).rejects.toMatchObject({ code: 'secret-given' });
  const kept = await prepareDeployment(open(), { ...request, publish: undefined });
  expect(kept.blockers).toEqual([]);
});

test('files of the model that hold one, or are called as one, are in the plan', async () => {
  const { root, open } = await createWorld();
  const usual = requestOf(root);
  if (usual.publish === undefined) throw new Error('It is to be published.');
  const folder = join(root, 'inputs/model');
  mkdirSync(folder);
  writeFileSync(join(folder, 'notes.md'), looksLikeOne);
  writeFileSync(join(folder, `${token}.md`), 'a name');
  const request = { ...usual, publish: { ...usual.publish, weights: [folder] } };
  const { blockers } = await prepareDeployment(open(), request);
  expect(blockers.map(({ message }) => message)).toEqual([
    'The name of the file ….md holds the value of HF_TOKEN.',
    'notes.md holds what looks like a token of Hugging Face.',
  ]);
});

test('results that hold a login are not judged for the record', async () => {
  const { root, open } = await createWorld();
  const results = join(root, 'inputs/results');
  const path = join(results, 'core_eval_main/summary.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('{', `{"said": "${token}",`));
  const question = { model: deployedModel, version: 'v1', alias: 'latest', results };
  const refused = prepareGate(open(), { ...question, policy: undefined });
  await expect(refused).rejects.toThrow('core_eval_main/summary.json holds the value of HF_TOKEN.');
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
