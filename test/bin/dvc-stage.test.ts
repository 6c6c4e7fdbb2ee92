import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createCommandPath } from '../support/command-folder.ts';
import { createS1Files, s1Model, scaleMetrics } from '../support/s1-files.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

type Stage = { readonly cmd: string; readonly deps: readonly string[]; readonly always_changed: boolean };

const text = readFileSync(join(import.meta.dirname, '../../docs/workflows/dvc.yaml'), 'utf8');
const { stages } = parse(text) as { readonly stages: { readonly deployment: Stage } };

/** A project of S1 with an empty registry, in which the stage is run as DVC runs it. */
function createProject() {
  const folder = createTemporaryFolder();
  mkdirSync(join(folder, 'models_registry'));
  const files = createS1Files(folder);
  const huggingface = { push_to_hub: false };
  files.configure({ min_improvement_threshold: 0.001, model_registry_name: s1Model, huggingface });
  const env = {
    PATH: createCommandPath(folder),
    HOME: folder,
    LASTGOOD_ACTOR: 'octocat',
    DEPLOY_CONFIRM: `${s1Model}@latest`,
  };
  const run = (variables: Readonly<Record<string, string>> = {}) =>
    spawnSync('sh', ['-c', stages.deployment.cmd], {
      cwd: folder,
      env: { ...env, ...variables },
      encoding: 'utf8',
    });
  return { folder, files, run };
}

describe('the stage of docs/workflows/dvc.yaml', () => {
  it('names every file that it reads, and runs whatever DVC thinks has changed', () => {
    const { cmd, deps, always_changed: always } = stages.deployment;
    const read = [...cmd.matchAll(/--(?:evaluation-results|model-artifact-path) (\S+)/g)].map(
      match => match[1],
    );
    expect(deps).toEqual(read);
    expect(always).toBe(true);
  });

  it('deploys what is better, and leaves the files of the original', () => {
    const { run, files } = createProject();
    const { status, stderr } = run();
    expect({ status }, stderr).toEqual({ status: 0 });
    expect(files.readResult('deployment_info.json')).toMatchObject({ should_deploy: true });
    expect(files.readText('deployment_logs.txt')).not.toBe('');
  });

  it('run again exits with 0 and deploys nothing twice', () => {
    const { run, folder } = createProject();
    run();
    const history = join(folder, `models_registry/.lastgood/history/${s1Model}`);
    const before = spawnSync('ls', [history], { encoding: 'utf8' }).stdout;
    const { status, stderr } = run();
    expect({ status }, stderr).toEqual({ status: 0 });
    expect(spawnSync('ls', [history], { encoding: 'utf8' }).stdout).toBe(before);
  });

  it('exits with 0 when it decides to skip, and not when it fails', () => {
    const { run, files } = createProject();
    run();
    files.evaluate(scaleMetrics(0.5));
    files.train('run-2');
    expect(run().status).toBe(0);
    expect(files.readResult('deployment_info.json')).toMatchObject({ should_deploy: false });
    files.evaluate('torn {');
    expect(run().status).not.toBe(0);
  });

  it('changes nothing without a confirmation', () => {
    const { run, folder } = createProject();
    const { status } = run({ DEPLOY_CONFIRM: '' });
    expect(status).toBe(2);
    expect(spawnSync('ls', ['-A', join(folder, 'models_registry')], { encoding: 'utf8' }).stdout).toBe('');
  });
});
