import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createToldProject, notifySecrets, sure, type ToldProject } from '../support/notify/told-project.ts';

const back = ['rollback', 'frontshift-rag', '--to', 'v1', '--reason', 'INC-42 wrong answers', ...sure];

test('issues, mail, Slack and a webhook hear of a rollback that was done', async () => {
  const project = await createToldProject();
  expect(await project.runToTheEnd(back)).toMatchObject({ code: 0 });
  expect(project.github.issues).toMatchObject([{ labels: ['rollback', 'incident'] }]);
  expect(project.smtp.mails).toMatchObject([{ to: ['oncall@example.org'] }]);
  expect(project.slack.requests).toHaveLength(1);
  expect(JSON.parse(project.hook.requests[0]?.body ?? '')).toMatchObject({
    schema: 'lastgood/event/1',
    kind: 'rolled-back',
    from: 'v3',
    to: 'v1',
    incident: 'INC-42',
  });
});

test('what was measured of the version that became live is told digit for digit', async () => {
  const project = await createToldProject();
  const { metrics } = JSON.parse((await project.run(['show', 'frontshift-rag', 'v1', '--json'])).out);
  expect(Object.keys(metrics)).not.toEqual([]);
  const promoteAgain = ['promote', 'frontshift-rag', 'v2', ...sure];
  for (const argv of [back, promoteAgain]) expect(await project.runToTheEnd(argv)).toMatchObject({ code: 0 });
  const events = project.hook.requests.map(({ body }) => JSON.parse(body));
  const moved = events.filter(({ kind }) => kind === 'rolled-back' || kind === 'promoted');
  expect(moved.map(({ kind, to }) => [kind, to])).toEqual([
    ['rolled-back', 'v1'],
    ['promoted', 'v2'],
  ]);
  expect(moved[0].metrics).toEqual(metrics);
  expect(Object.keys(moved[1].metrics)).toEqual(Object.keys(metrics));
  const [[name, value] = ['', 0]] = Object.entries(metrics);
  expect(project.github.issues[0]?.body).toContain(`${name} ${value}`);
});

test('what cannot be told is kept for the next command, and told once', async () => {
  const project = await createToldProject();
  project.github.failNext({ fault: 'answer-lost' });
  project.hook.failNext({ fault: 'status', status: 503 });
  const done = await project.run(back);
  expect(done.code).toBe(0);
  expect(done.error).toContain('Not told to tickets yet: ');
  expect(done.error).toContain('Not told to hook yet: ');
  const listed = JSON.parse((await project.run(['outbox', '--json'])).out);
  const channels = listed.items.map(({ channel }: { readonly channel: string }) => channel);
  expect(channels).toEqual(expect.arrayContaining(['hook', 'tickets']));
  expect(await project.run(['outbox', 'send'])).toMatchObject({ code: 0 });
  expect(project.github.issues).toHaveLength(1);
  expect(project.smtp.mails).toHaveLength(1);
});

describe('a channel without what it needs is left out with a short word', () => {
  test.each([
    [{ GITHUB_TOKEN: '' }, 'Not told to tickets: GITHUB_TOKEN is not set.'],
    [{ GITHUB_API_URL: 'http://github.example.org' }, 'GITHUB_API_URL has no encryption'],
    [{ SLACK_URL: '' }, 'Not told to chat: SLACK_URL is not set.'],
    [{ SLACK_URL: 'not an address' }, 'Not told to chat: SLACK_URL holds no address https://….'],
    [{ HOOK_SECRET: '' }, 'Not told to hook: HOOK_SECRET is not set.'],
  ])('%o', async (variables, words) => {
    const project = await createToldProject();
    const done = await project.runToTheEnd(back, variables);
    expect(done.code).toBe(0);
    expect(done.out + done.error).toContain(words);
    expect(done.out + done.error).not.toContain('not an address');
    expect(project.smtp.mails).toHaveLength(1);
  });

  test('a mail server that only the project names is given no login', async () => {
    const mail = 'mail: { to: [a@example.org], from: b@example.org, host: smtp.example.org }';
    const project = await createToldProject(`notify:\n  - { name: mail, ${mail} }\n`);
    const done = await project.run(back);
    expect(done.code).toBe(0);
    expect(done.out).toContain('smtp.example.org:465 is given no login: only');
    const own = join(project.root, '.config', 'lastgood');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'config.yaml'), 'tokenHosts: [smtp.example.org]\n');
    const told = await project.run(['hold', 'frontshift-rag', '--reason', 'x', '--yes', '--offline']);
    expect(told).toMatchObject({ code: 0, out: expect.not.stringContaining('is given no login') });
  });
});

test('a command that tells nobody makes no folder for what waits', async () => {
  const project = await createToldProject('readOnly: false\n');
  await project.run(back);
  expect(project.readAll()).not.toContain('outbox');
});

describe('no secret is in anything that is written', () => {
  const commands = [
    back,
    ['hold', 'frontshift-rag', '--reason', 'freeze', '--yes'],
    ['outbox', '--all'],
    ['outbox', '--all', '--json'],
    ['outbox', 'send'],
    ['doctor'],
    ['doctor', '--json'],
  ];

  async function expectSecret(project: ToldProject, variables = {}): Promise<void> {
    const written: string[] = [];
    for (const argv of commands) {
      const { out, error } = await project.run(argv, { LASTGOOD_DEBUG: '1', ...variables });
      written.push(out, error);
    }
    const all = [...written, project.readAll()].join('\n');
    expect(all).toContain('frontshift-rag');
    for (const secret of Object.values(notifySecrets)) {
      for (const form of [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)]) {
        expect(all).not.toContain(form);
      }
    }
  }

  test('when everybody is told', async () => {
    await expectSecret(await createToldProject());
  });

  test('when every login is refused and said back', async () => {
    const project = await createToldProject();
    for (let time = 0; time < 20; time += 1) {
      const text = `who is ${Object.values(notifySecrets).join(' ')}?`;
      const refusal = { fault: 'status', status: 403, text } as const;
      project.github.failNext({
        ...refusal,
        text: JSON.stringify({ message: `who is ${notifySecrets.GITHUB_TOKEN}?` }),
      });
      project.slack.failNext({ ...refusal, text: `who is ${notifySecrets.SLACK_PART}?` });
      project.hook.failNext({ ...refusal, text: `who is ${notifySecrets.HOOK_SECRET}?` });
      project.smtp.failNext({ fault: 'login-refused' });
    }
    await expectSecret(project);
  });

  test('when connections break off', async () => {
    const project = await createToldProject();
    for (let time = 0; time < 20; time += 1) {
      for (const service of [project.github, project.slack, project.hook])
        service.failNext({ fault: 'reset' });
      project.smtp.failNext({ fault: 'cut' });
    }
    await expectSecret(project);
  });

  test('when the configuration is wrong about where a secret stands', async () => {
    const wrong = `notify:\n  - { name: chat, slack: "https://hooks.example.org/${notifySecrets.SLACK_PART}" }\n`;
    const project = await createToldProject(wrong);
    const { code, error, out } = await project.run(back);
    expect(code).toBe(2);
    expect(error).toContain('the address is a secret: put it in a variable, and name that here');
    expect(error + out).not.toContain(notifySecrets.SLACK_PART);
  });
});
