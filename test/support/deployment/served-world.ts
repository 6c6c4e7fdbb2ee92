import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Finished } from '../../bin/run-program.ts';
import { type FakeHub, hubToken, openFakeHub } from '../hub/fake-hub.ts';
import type { FakeMlflow } from '../mlflow/fake-server.ts';
import { startFakeMlflow } from '../mlflow/start-fake-mlflow.ts';
import { type FakeGithub, startFakeGithub } from '../notify/fake-github.ts';
import { type FakeService, startFakeService } from '../notify/fake-service.ts';
import { type FakeSmtp, startFakeSmtp } from '../notify/fake-smtp.ts';
import type { Checkpoint, Crossing, Meeting } from '../relay/crossing.ts';
import { openHttpRelay } from '../relay/http-relay.ts';
import { openMailRelay } from '../relay/mail-relay.ts';
import { builtProgram } from '../terminal.ts';
import { type FakeWandb, startFakeWandb } from '../wandb/fake-wandb.ts';
import { findProduction } from './describe-world.ts';

/** Where a model of the world is published. */
export const publishedIn = 'acme/rag';

/** A request as it stands still at a relay, and the program that waits for its answer. */
export type Standing = {
  readonly crossing: Crossing;
  /** `arrived`: the service knows nothing of it. `acted`: its answer is on the way. */
  readonly moment: 'arrived' | 'acted';
  readonly program: RunningProgram;
};

/** Says what a request meets. */
export type Guard = (standing: Standing) => Meeting | Promise<Meeting>;

const passAll: Guard = () => 'pass';

/** The built program at work. */
export type RunningProgram = {
  readonly sendSignal: (signal: NodeJS.Signals) => void;
  /** Kills it as the system does that has no memory left, and resolves when it is gone. */
  readonly kill: () => Promise<void>;
};

/** How a run of the program is disturbed; not at all unless told. */
export type RunOptions = {
  readonly guard?: Guard | undefined;
  /** Added to its environment. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
};

/** A project on real sockets: a registry on disk, and a hub, two trackers, issues, mail and a webhook behind relays on loopback. */
export type ServedWorld = {
  readonly root: string;
  readonly hub: FakeHub;
  readonly wandb: FakeWandb;
  readonly mlflow: FakeMlflow;
  readonly github: FakeGithub;
  readonly smtp: FakeSmtp;
  readonly hook: FakeService;
  /** Address of the hub, as the program knows it. */
  readonly hubUrl: string;
  /** All requests so far, in the order of their arrival. */
  readonly crossings: readonly Crossing[];
  /** Requests during which production pointed to what stands published nowhere. */
  readonly unsafe: readonly string[];
  /** Whether what production points to may be: what was live before, or what has its tag on the hub. */
  readonly isSafe: () => boolean;
  /** Runs the built program to its end, and waits until all that it had sent has arrived. */
  readonly run: (argv: readonly string[], options?: RunOptions) => Promise<Finished>;
};

const login = { username: 'bot@example.org', password: 'mail-password' };
const githubToken = 'ghp_secret';
const wandbKey = '0f'.repeat(20);

/** Opens the services of a world whose registry and inputs stand in a folder, until the running test ends. */
export async function serveWorld(root: string): Promise<ServedWorld> {
  const [hub, wandb, mlflow, github, smtp, hook] = await Promise.all([
    openFakeHub(),
    startFakeWandb(wandbKey),
    startFakeMlflow(),
    startFakeGithub({ token: githubToken }),
    startFakeSmtp({ login }),
    startFakeService(() => ({ status: 200, value: {} })),
  ]);
  const isSafe = (): boolean => {
    const version = findProduction(join(root, 'registry'));
    const tags = hub.content.repositories.get(publishedIn)?.tags;
    return version === 'v1' || tags?.has(version ?? '') === true;
  };
  const traffic = createTraffic(isSafe);
  const way = (service: string, target: string): Promise<string> =>
    openHttpRelay(target, { ...traffic, service });
  const origins = {
    hub: await way('hub', hub.url),
    wandb: await way('wandb', wandb.origin),
    mlflow: await way('mlflow', mlflow.url),
    github: await way('github', github.origin),
    hook: await way('hook', hook.origin),
    mailPort: await openMailRelay(smtp.port, { ...traffic, service: 'mail' }),
  };
  writeFileSync(join(root, 'lastgood.config.yaml'), formatConfiguration(origins));
  const env = {
    PATH: process.env['PATH'],
    HOME: root,
    LASTGOOD_ACTOR: 'tester',
    LASTGOOD_REGISTRY: join(root, 'registry'),
    LASTGOOD_STATE_DIR: join(root, 'state'),
    HF_ENDPOINT: origins.hub,
    HF_TOKEN: hubToken,
    WANDB_API_KEY: wandbKey,
    WANDB_BASE_URL: origins.wandb,
    GITHUB_TOKEN: githubToken,
    GITHUB_API_URL: origins.github,
    SMTP_USERNAME: login.username,
    SMTP_PASSWORD: login.password,
  };
  return {
    ...{ root, hub, wandb, mlflow, github, smtp, hook, isSafe },
    hubUrl: origins.hub,
    crossings: traffic.crossings,
    unsafe: traffic.unsafe,
    run: async (argv, { guard = passAll, variables } = {}) => {
      const { program, finished } = start(argv, { cwd: root, env: { ...env, ...variables } });
      traffic.watch(standing => guard({ ...standing, program }));
      const end = await finished;
      await traffic.settle();
      return end;
    },
  };
}

/** Every channel hears of what a deployment comes to, and two of its verdict. */
function formatConfiguration(origins: {
  readonly mlflow: string;
  readonly hook: string;
  readonly mailPort: number;
}): string {
  return [
    'gates: [{ policy: rag }]',
    'tracking:',
    '  - { name: runs, wandb: acme/deployments, on: [gated, deployed, failed] }',
    `  - { name: history, mlflow: "${origins.mlflow}", experiment: releases, on: [deployed, failed] }`,
    'notify:',
    '  - { name: tickets, github: acme/platform, on: [deployed, failed] }',
    `  - { name: mail, mail: { to: [oncall@example.org], from: bot@example.org, host: 127.0.0.1, port: ${origins.mailPort} }, on: [deployed, failed] }`,
    `  - { name: hook, webhook: "${origins.hook}/hook", on: [gated, deployed, failed] }`,
    '',
  ].join('\n');
}

/** What all relays of a world share: a guard that changes with each run, and a memory of what passed. */
function createTraffic(isSafe: () => boolean) {
  const crossings: Crossing[] = [];
  const unsafe: string[] = [];
  const connections = new Set<Socket>();
  let atWork = 0;
  let guard: (standing: Omit<Standing, 'program'>) => Meeting | Promise<Meeting> = () => 'pass';
  const look = ({ service, what }: Crossing): void => {
    if (!isSafe()) unsafe.push(`${service} ${what}`);
  };
  const checkpoint: Checkpoint = {
    onArrived: async crossing => {
      crossings.push(crossing);
      look(crossing);
      const meeting = await guard({ crossing, moment: 'arrived' });
      if (meeting === 'pass') atWork += 1;
      return meeting;
    },
    onActed: async crossing => {
      atWork -= 1;
      look(crossing);
      return await guard({ crossing, moment: 'acted' });
    },
  };
  return {
    ...{ crossings, unsafe, connections, checkpoint },
    watch: (next: typeof guard): void => {
      guard = next;
    },
    /** Resolves when nothing is under way any more. */
    settle: () =>
      expect
        .poll(() => [[...connections].filter(({ destroyed }) => !destroyed).length, atWork])
        .toEqual([0, 0]),
  };
}

function start(
  argv: readonly string[],
  where: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): { readonly program: RunningProgram; readonly finished: Promise<Finished> } {
  const [file = '', ...rest] = builtProgram(...argv);
  const child = spawn(file, rest, { ...where, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    error += text;
  });
  const { promise: finished, resolve, reject } = Promise.withResolvers<Finished>();
  child.on('error', reject).on('close', code => resolve({ code, out, error }));
  const program: RunningProgram = {
    sendSignal: signal => void child.kill(signal),
    kill: async () => {
      child.kill('SIGKILL');
      await finished;
    },
  };
  return { program, finished };
}
