import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finished } from '../../bin/run-program.ts';
import { writeS0Registry } from '../registry-rig.ts';
import { runQuickly } from '../run-here.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { type FakeGithub, startFakeGithub } from './fake-github.ts';
import { type FakeService, startFakeService } from './fake-service.ts';
import { type FakeSmtp, startFakeSmtp } from './fake-smtp.ts';

/** Every secret that the channels of a {@link ToldProject} work with; nothing that is written may hold one. */
export const notifySecrets = {
  GITHUB_TOKEN: 'ghp_5ecretGithubToken',
  SMTP_PASSWORD: '5ecretMailPassword',
  HOOK_SECRET: '5ecretHookSignature',
  /** The last part of the address of Slack. */
  SLACK_PART: '5ecretSlackPart',
} as const;

/** S0's registry in a project whose configuration tells issues, mail, Slack and a webhook, all on loopback. */
export type ToldProject = {
  readonly root: string;
  readonly registry: string;
  readonly github: FakeGithub;
  readonly smtp: FakeSmtp;
  readonly slack: FakeService;
  readonly hook: FakeService;
  /** Runs the built program there. */
  readonly run: (argv: readonly string[], variables?: Readonly<Record<string, string>>) => Promise<Finished>;
  /** The same, and then what a busy machine could not tell in time, before anything is looked at. */
  readonly runToTheEnd: ToldProject['run'];
  /** Every file below the project and its state, with its text. */
  readonly readAll: () => string;
};

/** Rolls `latest` of `frontshift-rag` back, or moves it, without being asked. */
export const sure = ['--yes', '--confirm', 'frontshift-rag@latest'] as const;

/** @param configuration what stands in its file in place of all four channels */
export async function createToldProject(configuration?: string): Promise<ToldProject> {
  const root = createTemporaryFolder();
  const registry = join(root, 'models_registry');
  const login = { username: 'bot@example.org', password: notifySecrets.SMTP_PASSWORD };
  const [github, smtp] = await Promise.all([
    startFakeGithub({ token: notifySecrets.GITHUB_TOKEN }),
    startFakeSmtp({ login }),
  ]);
  const [slack, hook] = await Promise.all([
    startFakeService(() => ({ status: 200, value: 'ok' })),
    startFakeService(() => ({ status: 200, value: {} })),
  ]);
  mkdirSync(registry);
  writeS0Registry(registry, 'frontshift-rag', 3);
  const usual = [
    'notify:',
    '  - { name: tickets, github: acme/platform }',
    `  - { name: mail, mail: { to: [oncall@example.org], from: bot@example.org, host: 127.0.0.1, port: ${smtp.port} } }`,
    '  - { name: chat, slack: SLACK_URL }',
    `  - { name: hook, webhook: "${hook.origin}/hook", secret: HOOK_SECRET }`,
    '',
  ].join('\n');
  writeFileSync(join(root, 'lastgood.config.yaml'), configuration ?? usual);
  const env = {
    GITHUB_TOKEN: notifySecrets.GITHUB_TOKEN,
    GITHUB_API_URL: github.origin,
    SMTP_USERNAME: login.username,
    SMTP_PASSWORD: notifySecrets.SMTP_PASSWORD,
    SLACK_URL: `${slack.origin}/services/T0/B0/${notifySecrets.SLACK_PART}`,
    HOOK_SECRET: notifySecrets.HOOK_SECRET,
  };
  const run: ToldProject['run'] = (argv, variables = {}) =>
    runQuickly(argv, { cwd: root, env: { ...env, ...variables } });
  return {
    ...{ root, registry, github, smtp, slack, hook },
    run,
    runToTheEnd: async (argv, variables) => {
      const finished = await run(argv, variables);
      if (finished.error.includes('was not waited for')) await run(['outbox', 'send'], variables);
      return finished;
    },
    readAll: () => readFolder(root),
  };
}

function readFolder(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())
    .map(path => `${path}\n${readFileSync(path, 'utf8')}`)
    .join('\n');
}
