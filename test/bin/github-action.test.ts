import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workflowModel } from '../support/actions/rollback-run.ts';
import { runScript, type ScriptEnd } from '../support/actions/run-script.ts';
import { runWorkflow } from '../support/actions/run-workflow.ts';
import { readAction } from '../support/actions/workflow-file.ts';
import { writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** What stands for npm: it notes what it was called with, and which logins it could see, and makes what npm would have made. */
const npm = `#!/bin/bash
{ echo "in $PWD"; for word in "$@"; do echo "word $word"; done; env | grep -E '^(GITHUB_TOKEN|HF_TOKEN|EMAIL_PASSWORD|GCP_SA_KEY|LASTGOOD_SLACK_URL|NODE_AUTH_TOKEN)='; } >> "$NPM_LOG"
[ "$1" = install ] && folder="$3/node_modules/lastgood/dist" || folder="$PWD/dist"
mkdir -p "$folder" && echo '' > "$folder/lastgood.js"
`;

/** Runs the step that installs, with a folder of programs before PATH. */
function install(
  version: string,
  checkout = createTemporaryFolder(),
): ScriptEnd & { readonly calls: string; readonly temporary: string } {
  const temporary = createTemporaryFolder();
  const bin = join(temporary, 'programs');
  mkdirSync(bin);
  writeFileSync(join(bin, 'npm'), npm);
  chmodSync(join(bin, 'npm'), 0o755);
  const log = join(temporary, 'npm.log');
  const step = readAction().runs.steps.find(each => each.name === 'Install lastgood');
  const end = runScript({
    text: step?.run ?? '',
    shell: step?.shell,
    folder: temporary,
    path: [bin],
    variables: {
      ...{
        PATH: process.env['PATH'] ?? '',
        RUNNER_TEMP: temporary,
        GITHUB_ACTION_PATH: checkout,
        NPM_LOG: log,
      },
      ...{ LASTGOOD_ACTION_VERSION: version, GITHUB_TOKEN: 'ghs_1', HF_TOKEN: 'hf_1', EMAIL_PASSWORD: 'p' },
      ...{ LASTGOOD_SLACK_URL: 'https://hooks.example.org/1', NODE_AUTH_TOKEN: 'npm_1' },
    },
  });
  return { ...end, temporary, calls: existsSync(log) ? readFileSync(log, 'utf8') : '' };
}

describe('the step that installs lastgood', () => {
  it('takes a version from the registry of npm, without running anything of it', () => {
    const { exitCode, calls, temporary, path } = install('0.1.0');
    expect(exitCode).toBe(0);
    expect(calls.split('\n').slice(1)).toEqual([
      ...['install', '--prefix', `${temporary}/lastgood-0.1.0`, '--no-save', '--ignore-scripts'].map(
        word => `word ${word}`,
      ),
      ...['--no-audit', '--no-fund', 'lastgood@0.1.0'].map(word => `word ${word}`),
      'NODE_AUTH_TOKEN=npm_1',
      '',
    ]);
    expect(path).toEqual([`${temporary}/lastgood/bin`]);
    expect(existsSync(`${temporary}/lastgood/bin/lastgood`)).toBe(true);
  });

  it('builds the checkout of the action where no version is said, once', () => {
    const checkout = createTemporaryFolder();
    const first = install('', checkout);
    expect(first.calls).toContain(`in ${checkout}\nword ci\n`);
    expect(install('', checkout)).toMatchObject({ exitCode: 0, calls: '' });
  });

  it.each(['file:../evil', 'npm:evil@1', '1.0.0 --registry=http://evil.example', '$(touch x)', '-g', 'a\nb'])(
    'refuses %j, which is no version',
    version => {
      expect(install(version)).toMatchObject({ exitCode: 2, calls: '', path: [] });
    },
  );
});

/** Runs the step that runs lastgood with a stand-in for the program. */
function runStandIn(program: string, inputs: Readonly<Record<string, string>>): ScriptEnd {
  const temporary = createTemporaryFolder();
  mkdirSync(join(temporary, 'lastgood/bin'), { recursive: true });
  writeFileSync(join(temporary, 'lastgood/bin/lastgood'), program);
  const step = readAction().runs.steps.find(each => each.name === 'Run lastgood');
  return runScript({
    text: step?.run ?? '',
    shell: step?.shell,
    folder: temporary,
    path: [],
    variables: {
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      ...{ RUNNER_TEMP: temporary, GITHUB_ACTION_PATH: join(import.meta.dirname, '../..'), ...inputs },
    },
  });
}

describe('the step that runs lastgood', () => {
  it('obeys no command to the runner that the program prints', () => {
    const program = `
console.log('{"outcome": "applied"}\\n::set-output name=status::injected\\n::error::injected\\n::set-env name=PATH::/nowhere');
console.error('::set-output name=live::injected');
`;
    const end = runStandIn(program, { LASTGOOD_ACTION_VERB: 'models' });
    expect(end.outputs).toMatchObject({ status: 'success', live: '', 'exit-code': '0' });
    expect(end.errors).toEqual([]);
    expect(end.environment).toEqual({});
  });

  it('keeps its own inputs from the program', () => {
    const program = `console.log(JSON.stringify({ title: Object.keys(process.env).filter(name => name.includes('ACTION_')).join() }));`;
    const end = runStandIn(program, { LASTGOOD_ACTION_VERB: 'models', LASTGOOD_ACTION_REASON: 'why' });
    expect(end.summary).toContain('GITHUB&#95;ACTION&#95;PATH'.replaceAll('&#95;', '_'));
    expect(end.summary).not.toContain('LASTGOOD_ACTION');
  });

  it.each([
    ['process.exit(7)', '7', 'lastgood models ended with 7.'],
    ['process.kill(process.pid, "SIGTERM")', '143', 'lastgood models ended with 143.'],
    ['console.log("{ torn"); process.exit(1)', '1', 'lastgood models ended with 1.'],
    [
      'console.log(JSON.stringify({ schema: "lastgood/error/1", error: { code: "usage", message: "No.", hint: "Do." } })); process.exit(2)',
      '2',
      'usage: No. Do.',
    ],
  ])('after %s says failure, exit code and why', (program, code, error) => {
    const end = runStandIn(program, { LASTGOOD_ACTION_VERB: 'models' });
    expect(end.outputs).toMatchObject({ status: 'failure', 'exit-code': code, error });
    expect(end.errors).toEqual([error]);
    expect(String(end.exitCode)).toBe(code);
  });

  it('says failure where the program cannot be started', () => {
    const inputs = { LASTGOOD_ACTION_VERB: 'models', LASTGOOD_ACTION_OPTIONS: JSON.stringify(['a\0b']) };
    const end = runStandIn('', inputs);
    expect(end).toMatchObject({ exitCode: 2, outputs: { status: 'failure' } });
    expect(end.errors).toEqual([expect.stringContaining('null bytes')]);
  });

  it('says failure where an input is wrong', () => {
    const end = runStandIn('', { LASTGOOD_ACTION_VERB: 'models; id' });
    expect(end).toMatchObject({ exitCode: 2, outputs: { status: 'failure' } });
    expect(end.errors).toHaveLength(1);
  });
});

describe('the logins of a job', () => {
  it('stand in no log, summary, output or artifact', () => {
    const registry = createTemporaryFolder();
    writeS0Registry(registry, workflowModel, 3);
    const names = [
      'GCP_SA_KEY',
      'WANDB_API_KEY',
      'EMAIL_SENDER',
      'EMAIL_PASSWORD',
      'EMAIL_RECEIVER',
      'LASTGOOD_SLACK_URL',
    ];
    const secrets = Object.fromEntries(names.map(name => [name, `secret-of-${name}`]));
    const inputs = { reason: 'INC-7', target_version: 'v1' };
    const run = runWorkflow('rollback.yml', { trigger: 'workflow_dispatch', inputs, registry, secrets });
    const artifacts = Object.entries(run.artifacts).flatMap(([artifact, files]) =>
      files.map(file => readFileSync(join(run.artifactFolder, artifact, file), 'utf8')),
    );
    expect(artifacts.length).toBeGreaterThan(3);
    const said = JSON.stringify([run.jobs, artifacts]);
    expect(said).toContain('INC-7');
    expect(said).not.toMatch(/secret-of-|ghs_of-the-job/);
  });
});
