import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWandbChannel } from '../../src/adapters/tracking/wandb/wandb-channel.ts';
import { eventKinds, type RegistryEvent } from '../../src/core/events/event.ts';
import { sampleEvent } from '../support/notify/sample-event.ts';
import { type FakeRun, type FakeWandb, startFakeWandb } from '../support/wandb/fake-wandb.ts';
import { hasTool, tools } from './tools.ts';

const key = 'f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0';

/** A deployment with every kind of thing that is kept of one. */
const deployed = (): RegistryEvent =>
  sampleEvent({
    eventId: '6f1c7a52-4f0e-4b7e-9a51-000000000002.deployed',
    kind: 'deployed',
    act: 'deploy',
    title: 'Deploy frontshift-rag v2 to latest',
    reason: 'INC-7: Größe 日本 "quoted" <b>',
    metrics: { groundedness: 4.125, 'bleu-4': 0.1 + 0.2, latency_total: 1e-7, examples: 9007199254740991 },
    files: { 'gate.json': '{"verdict":"PASS"}\n', 'receipt.json': '{\n  "links": []\n}\n' },
  });

/** Runs W&B's package to its end, and gives what it answered. */
async function callPackage(
  call: 'read' | 'write',
  run: string,
  wandb: FakeWandb,
  input = '',
): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'lastgood-wandb-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const child = spawn(findPython(), [program, call, run], {
    cwd: home,
    env: {
      ...{ PATH: process.env['PATH'], HOME: home, WANDB_API_KEY: key, WANDB_BASE_URL: wandb.origin },
      ...{ WANDB_SILENT: 'true', WANDB_ERROR_REPORTING: 'false', PYTHONIOENCODING: 'utf-8' },
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', text => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    said.error += text;
  });
  child.stdin.end(input);
  const code = await new Promise<number | null>(resolve => child.once('close', resolve));
  if (code !== 0) throw new Error(`W&B's package ended with ${code}: ${said.error.slice(-2000)}`);
  return said.out.trim().split('\n').at(-1) ?? '';
}

const program = fileURLToPath(new URL('./wandb-client.py', import.meta.url));

/** The Python that the program on the path belongs to. */
function findPython(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const folder of folders) {
    try {
      return join(dirname(realpathSync(join(folder, 'wandb'))), 'python');
    } catch {
      // It is in another folder of the path.
    }
  }
  throw new Error('There is no wandb on the path.');
}

async function tellDeployed(wandb: FakeWandb): Promise<FakeRun> {
  const channel = createWandbChannel({
    ...{ name: 'runs', kinds: new Set(eventKinds), entity: 'acme', project: 'deployments' },
    ...{ api: wandb.origin, key, tool: 'lastgood test', now: Date.now },
  });
  expect(await channel.deliver(deployed(), { mayHaveArrived: false })).toMatchObject({
    outcome: 'delivered',
  });
  const [run] = wandb.runs.values();
  if (run === undefined) throw new Error('Nothing was written.');
  return run;
}

describe.skipIf(!hasTool(tools.wandb))("runs of W&B, beside W&B's own package", () => {
  it('reads the run we wrote: words, numbers digit for digit, files byte for byte', async () => {
    const wandb = await startFakeWandb(key);
    const { name } = await tellDeployed(wandb);
    const read = JSON.parse(await callPackage('read', `acme/deployments/${name}`, wandb));
    const { metrics, files, reason } = deployed();
    expect(read).toMatchObject({
      id: name,
      name: 'Deployed frontshift-rag@latest: v2 to v1',
      state: 'finished',
      group: 'frontshift-rag',
      kind: 'deployed',
      tags: ['deployed', 'done', 'latest', 'v1'],
      config: { model: 'frontshift-rag', reason, actor: 'anna@example.org', incident: 'INC-42' },
      files,
    });
    expect(read.summary).toEqual(metrics);
    expect(read.history).toEqual([expect.objectContaining({ ...metrics, _step: 0 })]);
  });

  it('leaves the same run as the package does when it is told the same', async () => {
    const ours = await startFakeWandb(key);
    const run = await tellDeployed(ours);
    const theirs = await startFakeWandb(key);
    const { metrics, files } = deployed();
    const config = Object.fromEntries(Object.entries(run.config).map(([name, { value }]) => [name, value]));
    const words = { name: run.displayName, group: run.group, kind: run.jobType, tags: run.tags };
    const wanted = JSON.stringify({ ...words, config, metrics, files });
    await callPackage('write', `acme/deployments/${run.name}`, theirs, wanted);
    const [other] = theirs.runs.values();
    expect(describeRun(run)).toEqual(describeRun(other));
    expect(listCalls(theirs)).toEqual(expect.arrayContaining([...listCalls(ours)]));
  });

  it("is one run when the package's own `resume` and we write under the same name", async () => {
    const wandb = await startFakeWandb(key);
    const { name, displayName, group, jobType, tags } = await tellDeployed(wandb);
    const words = { name: displayName, group, kind: jobType, tags };
    const wanted = JSON.stringify({ ...words, config: {}, metrics: { later: 1 }, files: {} });
    await callPackage('write', `acme/deployments/${name}`, wandb, wanted);
    expect(wandb.runs.size).toBe(1);
  });
});

/** Without what the package says of itself and of the machine, and without times. */
function describeRun(run: FakeRun | undefined): unknown {
  if (run === undefined) return undefined;
  const { _wandb: _own, ...config } = run.config;
  const without = (line: string | undefined) =>
    Object.fromEntries(Object.entries(JSON.parse(line ?? '{}')).filter(([name]) => !name.startsWith('_')));
  return {
    ...{ name: run.name, entity: run.entity, project: run.project, displayName: run.displayName },
    ...{ group: run.group, jobType: run.jobType, tags: [...run.tags].sort(), state: run.state, config },
    history: run.history.map(without),
    summary: without(run.summary),
    files: [...run.files].filter(([name]) => ['gate.json', 'receipt.json'].includes(name)).sort(),
  };
}

/** Which calls were made: the names of the mutations, and the paths of everything else. */
function listCalls({ requests }: FakeWandb): readonly string[] {
  const named = requests.map(({ path, body }) =>
    path === '/graphql' ? (/mutation\s+(\w+)/.exec(JSON.parse(body).query)?.[1] ?? 'query') : path,
  );
  return [...new Set(named)];
}
