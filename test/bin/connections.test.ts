import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ConnectionsDocument } from '../../src/ui/command-line/json/connections.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';
import { hubToken, openFakeHub } from '../support/hub/fake-hub.ts';
import { startFakeMlflow } from '../support/mlflow/start-fake-mlflow.ts';
import type { FakeService, ServiceFault } from '../support/notify/fake-service.ts';
import { createToldProject, notifySecrets } from '../support/notify/told-project.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import { startFakeWandb } from '../support/wandb/fake-wandb.ts';
import type { Finished } from './run-program.ts';

/** Every login that the environment holds beside those of the channels. */
const secrets = {
  HF_TOKEN: hubToken,
  WANDB_API_KEY: '5ecretWandbKey5ecretWandbKey5ecretWandbKey',
  MLFLOW_TRACKING_PASSWORD: '5ecretMlflowPassword',
};

/** A project in which everything that can be configured is, each service a fake on loopback. */
async function openProject() {
  const project = await createToldProject();
  const [hub, wandb, mlflow] = await Promise.all([
    openFakeHub(),
    startFakeWandb(secrets.WANDB_API_KEY),
    startFakeMlflow({ login: { username: 'mina', password: secrets.MLFLOW_TRACKING_PASSWORD } }),
  ]);
  const { smtp, hook } = project;
  const lines = [
    'publish: [{ model: frontshift-rag, hub: acme/frontshift-rag }]',
    'notify:',
    '  - { name: tickets, github: acme/platform }',
    `  - { name: mail, mail: { to: [oncall@example.org], from: bot@example.org, host: 127.0.0.1, port: ${smtp.port} } }`,
    '  - { name: chat, slack: SLACK_URL }',
    `  - { name: hook, webhook: "${hook.origin}/hook", secret: HOOK_SECRET }`,
    'tracking:',
    '  - { name: runs, wandb: acme/rag }',
    `  - { name: experiments, mlflow: "${mlflow.url}", experiment: deployments }`,
  ];
  writeFileSync(join(project.root, 'lastgood.config.yaml'), `${lines.join('\n')}\n`);
  const variables = {
    ...secrets,
    HF_ENDPOINT: hub.url,
    WANDB_BASE_URL: wandb.origin,
    MLFLOW_TRACKING_USERNAME: 'mina',
  };
  const look = (argv: readonly string[], change: Readonly<Record<string, string>> = {}): Promise<Finished> =>
    project.run(['doctor', '--connections', ...argv], { ...variables, ...change });
  const registry = ['--registry', project.registry];
  return { ...project, hub, wandb, mlflow, look, registryFlags: registry };
}

type Project = Awaited<ReturnType<typeof openProject>>;

/** Every request that any of the services got: `GET /path`, and what was asked of W&B, which is asked by POST whatever it is. */
function listRequests({ github, slack, hook, hub, wandb, mlflow }: Project): readonly string[] {
  const describe = ({ requests }: FakeService): readonly string[] =>
    requests.map(({ method, path, body }) => {
      const isQuery = path === '/graphql' && /^\s*query\b/.test(String(JSON.parse(body).query));
      return isQuery ? 'QUERY /graphql' : `${method} ${path}`;
    });
  const logs = [hub, mlflow].flatMap(({ log }) => log.map(({ method, path }) => `${method} ${path}`));
  return [...[github, slack, hook, wandb].flatMap(describe), ...logs];
}

function read({ out }: Finished): ConnectionsDocument['connections'] {
  return (JSON.parse(out) as ConnectionsDocument).connections;
}

test('every configured service is told of, and nothing is changed anywhere', async () => {
  const project = await openProject();
  const before = takeSnapshot(project.root);
  const looked = await project.look([...project.registryFlags, '--json']);
  expect({ code: looked.code, error: looked.error }).toEqual({ code: 0, error: '' });
  const seen = read(looked).map(({ use, name, state, identity }) => [use, name, state, identity]);
  expect(seen).toEqual([
    ['registry', 'models_registry', 'ready', expect.any(String)],
    ['hub', 'hub', 'ready', 'anna'],
    ['notification', 'tickets', 'ready', 'robot'],
    ['notification', 'mail', 'ready', 'bot@example.org'],
    ['notification', 'chat', 'not-asked', null],
    ['notification', 'hook', 'not-asked', null],
    ['tracking', 'runs', 'ready', 'anna'],
    ['tracking', 'experiments', 'ready', null],
    ['outbox', 'outbox', 'ready', null],
    ['state', 'state', 'ready', expect.any(String)],
  ]);
  const requests = listRequests(project);
  expect(requests.length).toBeGreaterThan(5);
  expect(requests.filter(request => !/^(?:GET|HEAD|QUERY) /.test(request))).toEqual([]);
  expect([project.slack.requests, project.hook.requests, project.smtp.mails]).toEqual([[], [], []]);
  expect(takeSnapshot(project.root)).toEqual(before);
});

test('no login stands in what is printed, whatever the services answer', async () => {
  const project = await openProject();
  const every = [...Object.values(secrets), ...Object.values(notifySecrets)];
  const printed: string[] = [];
  const addPrinted = ({ out, error }: Finished): void => void printed.push(out, error);
  addPrinted(await project.look(project.registryFlags));
  // Each of them repeats the login that it was sent.
  const refuseWith = (secret: string): ServiceFault => ({
    ...{ fault: 'status', status: 403, text: JSON.stringify({ message: `not ${secret}` }) },
  });
  project.github.failNext(refuseWith(notifySecrets.GITHUB_TOKEN));
  project.wandb.failNext(refuseWith(secrets.WANDB_API_KEY));
  project.smtp.failNext({ fault: 'login-refused' });
  project.hub.content.token = 'hf_another';
  project.mlflow.login = { username: 'mina', password: 'another' };
  const refused = await project.look([...project.registryFlags, '--json']);
  addPrinted(refused);
  addPrinted(await project.look(['--registry', project.mlflow.url.replace('://', '://mina:5ecretAddress@')]));
  expect(refused.code).toBe(8);
  expect(read(refused).filter(({ state }) => state === 'not-usable')).toHaveLength(5);
  for (const { what, fix } of read(refused).flatMap(({ missing }) => missing))
    expect([what, fix]).not.toContain('');
  for (const secret of [...every, '5ecretAddress']) expect(printed.join('\n')).not.toContain(secret);
});

test('offline nobody is asked, and what is on this machine is told of', async () => {
  const project = await openProject();
  const looked = await project.look([...project.registryFlags, '--json', '--offline']);
  expect(looked.code).toBe(0);
  const outside = read(looked).filter(({ use }) => ['hub', 'notification', 'tracking'].includes(use));
  expect(outside.map(({ state }) => state)).toEqual(outside.map(() => 'not-asked'));
  expect(read(looked).find(({ use }) => use === 'registry')).toMatchObject({ state: 'ready' });
  expect(listRequests(project)).toEqual([]);
});

test('services that never answer keep nobody waiting: all are asked at once', async () => {
  const project = await openProject();
  const silent = { fault: 'silent' } as const;
  project.github.failNext(silent, silent);
  project.wandb.failNext(silent, silent);
  const began = performance.now();
  const looked = await project.look([...project.registryFlags, '--json']);
  const tookMs = performance.now() - began;
  expect(looked.code).toBe(8);
  expect(read(looked).filter(({ state }) => state === 'not-usable')).toMatchObject([
    { name: 'tickets', missing: [{ what: 'It gave no answer within 5 s.' }] },
    { name: 'runs', missing: [{ what: 'It gave no answer within 5 s.' }] },
  ]);
  // One after the other would take ten seconds.
  expect(tookMs).toBeLessThan(9500);
});

test('a registry in a bucket, behind a server and in none at all', async () => {
  const project = await openProject();
  const emulator = await openEmulator();
  const inBucket = { STORAGE_EMULATOR_HOST: emulator.httpEndpoint };
  const before = takeSnapshot(project.root);
  const bucket = await project.look(['--registry', 'gs://bucket/team', '--json'], inBucket);
  expect(read(bucket)[0]).toMatchObject({ use: 'registry', place: 'gs://bucket/team/', state: 'ready' });
  expect(new Set(emulator.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  const server = await project.look(['--registry', project.mlflow.url, '--json']);
  expect(read(server)[0]).toMatchObject({ place: project.mlflow.url, state: 'ready', identity: 'mina' });
  const gone = await project.look(['--registry', 'nowhere', '--json']);
  expect(gone.code).toBe(8);
  expect(read(gone)[0]).toMatchObject({ use: 'registry', state: 'not-usable', place: null });
  // No local copy was begun.
  expect(takeSnapshot(project.root)).toEqual(before);
});

test('what has no login yet is not configured, which is no failure, and says what to set', async () => {
  const project = await openProject();
  const none = Object.fromEntries(
    ['HF_TOKEN', 'GITHUB_TOKEN', 'WANDB_API_KEY', 'SLACK_URL', 'HOOK_SECRET'].map(name => [name, '']),
  );
  const looked = await project.look([...project.registryFlags, '--json'], none);
  expect(looked.code).toBe(0);
  const unset = read(looked).filter(({ state }) => state === 'not-configured');
  expect(unset.map(({ name, missing }) => [name, missing[0]?.what])).toEqual([
    ['hub', 'HF_TOKEN is not set.'],
    ['tickets', 'GITHUB_TOKEN is not set.'],
    ['chat', 'SLACK_URL is not set.'],
    ['hook', 'HOOK_SECRET is not set.'],
    ['runs', 'WANDB_API_KEY is not set.'],
  ]);
});
