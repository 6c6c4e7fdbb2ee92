import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startFakeService } from '../support/notify/fake-service.ts';
import { createToldProject, notifySecrets, sure } from '../support/notify/told-project.ts';
import { takeSnapshot } from '../support/snapshot.ts';

const model = 'frontshift-rag';

/** Every way to write, with a text that people type; none needs anything but the registry before it is planned. */
const writes: readonly (readonly string[])[] = [
  ['rollback', model, '--to', 'v1', '--reason', 'TEXT', ...sure],
  ['rollback', model, '--to', 'v3', '--reason', 'TEXT', ...sure],
  ['promote', model, 'v1', '--override-gate', '--reason', 'TEXT', ...sure],
  ['unset', model, 'latest', '--reason', 'TEXT', ...sure],
  ['hold', model, 'v1', '--reason', 'TEXT', '--yes'],
  ['release', model, '--reason', 'TEXT', '--yes'],
  ['archive', model, 'v1', '--reason', 'TEXT', '--yes'],
  ['state', model, 'v1', 'deprecated', '--reason', 'TEXT', '--yes'],
  ['score', model, 'v1', 'accuracy=0.5', '--reason', 'TEXT', '--yes'],
  ['describe', model, 'v1', '--notes', 'TEXT', '--yes'],
  ['describe', model, 'v1', '--tag', 'good', '--tag', 'TEXT', '--yes'],
  ['describe', model, '--description', 'TEXT', '--yes'],
  ['describe', model, '--owner', 'TEXT', '--yes'],
  ['hold', model, 'v1', '--reason', 'freeze', '--actor', 'TEXT', '--yes'],
  ['register', model, '--model-path', 'weights.gguf', '--notes', 'TEXT', '--yes'],
  ['register', model, '--model-path', 'weights.gguf', '--hardware', 'TEXT', '--reason', 'new', '--yes'],
  ['register', model, '--pipeline-config', 'config.json', '--yes'],
  ['deploy', model, 'v1', '--override-gate', '--reason', 'TEXT', ...sure],
  ['deploy', model, '--weights', 'weights.gguf', '--tag', 'TEXT', ...sure],
  ['deploy', model, '--weights', 'weights.gguf', '--pipeline-config', 'config.json', ...sure],
  ['publish', model, 'v1', '--hub', 'acme/rag', '--license', 'TEXT', '--yes'],
  ['doctor', '--revert', model, '--reason', 'TEXT', ...sure],
  ['rollback_model', '--model-name', model, '--target-version', 'v1', '--reason', 'TEXT', ...sure],
];

describe('a text that holds a login of this environment is refused before anything is done', () => {
  const secret = notifySecrets.GITHUB_TOKEN;

  test.each(writes.map(argv => [argv.join(' '), argv] as const))('%s', async (_, argv) => {
    const project = await createToldProject();
    writeFileSync(join(project.root, 'weights.gguf'), 'weights');
    writeFileSync(join(project.root, 'config.json'), JSON.stringify({ login: secret }));
    const before = takeSnapshot(project.registry);
    const words = argv.map(word => word.replace('TEXT', `INC-7 see ${secret}`));
    const refused = await project.run([...words, '--json']);
    expect(JSON.parse(refused.out)).toMatchObject({
      schema: 'lastgood/error/1',
      error: { code: 'secret-given', message: expect.stringMatching(/ holds the value of GITHUB_TOKEN\. /) },
    });
    expect(refused.code).toBe(2);
    const planned = await project.run([...words, '--dry-run']);
    expect(planned.code).toBe(2);
    expect(takeSnapshot(project.registry)).toEqual(before);
    expect([project.github.issues, project.hook.requests]).toEqual([[], []]);
    const kept = project.readAll().replace(JSON.stringify({ login: secret }), '');
    expect([refused.out, refused.error, planned.out, planned.error, kept].join('\n')).not.toContain(secret);
  });
});

test('so it is in what takes an operation back', async () => {
  const project = await createToldProject('readOnly: false\n');
  await project.run(['hold', model, 'v1', '--reason', 'freeze', '--yes']);
  const reason = `see ${notifySecrets.GITHUB_TOKEN}`;
  const refused = await project.run(['undo', model, '--reason', reason, '--yes']);
  expect(refused.error).toContain('What was given as reason holds the value of GITHUB_TOKEN.');
  expect(refused.code).toBe(2);
  expect(refused.error + project.readAll()).not.toContain(notifySecrets.GITHUB_TOKEN);
});

test('so is what looks like one, whosever it is', async () => {
  const project = await createToldProject();
  const token = `hf_${'a1B2'.repeat(9)}`;
  const refused = await project.run(['rollback', model, '--to', 'v1', '--reason', `see ${token}`, ...sure]);
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.error).toContain(
    'What was given as reason holds what looks like a token of Hugging Face. Nothing was changed.',
  );
  expect(refused.error + project.readAll()).not.toContain(token);
});

test('an incident is not held up by what merely reminds of one', async () => {
  const project = await createToldProject();
  const reason =
    'INC-42 reverts 0123456789abcdef0123456789abcdef01234567: hf_hub_download fails on https://h:80/a';
  const done = await project.run(['rollback', model, '--to', 'v1', '--reason', reason, ...sure]);
  expect(done).toMatchObject({ code: 0 });
});

test.each([
  ['rollback', 'rollback'],
  ['frontshift', 'frontshift answers are wrong'],
  ['frontshift-rag', 'wrong answers'],
  ['password', 'password reset answers are wrong'],
  ['12345678', 'INC-123456789'],
])('nor by a login that is %s', async (login, reason) => {
  const project = await createToldProject();
  const variables = { SMTP_PASSWORD: login, MLFLOW_TRACKING_PASSWORD: login };
  const argv = ['rollback', model, '--to', 'v1', '--reason', reason, ...sure];
  expect(await project.run(argv, variables)).toMatchObject({ code: 0 });
});

test('a login in the place of a name is not said back', async () => {
  const project = await createToldProject();
  const token = notifySecrets.GITHUB_TOKEN;
  for (const argv of [
    ['hold', token, '--reason', 'freeze', '--yes'],
    ['show', token],
    ['resolve', token],
    [token],
  ]) {
    const refused = await project.run([...argv, '--json']);
    expect(refused.code).not.toBe(0);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { message: expect.stringContaining('…') } });
    expect(refused.out + refused.error).not.toContain(token);
  }
});

test('a service that says the login of another one back is quoted without it', async () => {
  const said = `denied for ${notifySecrets.GITHUB_TOKEN}`;
  const proxy = await startFakeService(() => ({ status: 403, value: { message: said } }));
  const project = await createToldProject(
    `notify:\n  - { name: hook, webhook: "${proxy.origin}/hook", secret: HOOK_SECRET }\n`,
  );
  const done = await project.runToTheEnd(['rollback', model, '--to', 'v1', '--reason', 'INC-7', ...sure]);
  const looked = await project.run(['doctor', '--connections']);
  const waiting = await project.run(['outbox']);
  expect(waiting.out).toContain('denied for …');
  const all = [done, looked, waiting].flatMap(({ out, error }) => [out, error]).join('\n');
  expect(all + project.readAll()).not.toContain(notifySecrets.GITHUB_TOKEN);
});
