import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProblems } from './support/actions/github-schema.ts';
import { runScript } from './support/actions/run-script.ts';
import { readAction, readProjectFile, readWorkflow } from './support/actions/workflow-file.ts';
import { createTemporaryFolder } from './support/temporary-folder.ts';

const names = ['model_deploy.yml', 'rollback.yml'] as const;

describe("by GitHub's own schema", () => {
  it.each(['action.yml', ...names.map(name => `docs/workflows/${name}`)])('%s is valid', async name => {
    expect(await findProblems(name, readProjectFile(name))).toEqual([]);
  });

  it('what is not valid is found: a key that is none, a context that is not there', async () => {
    const text = readProjectFile('docs/workflows/rollback.yml');
    expect(await findProblems('w.yml', text.replace('timeout-minutes: 10', 'time-out: 10'))).not.toEqual([]);
    expect(await findProblems('w.yml', text.replace('{ inputs.reason }', '{ input.reason }'))).not.toEqual(
      [],
    );
    expect(
      await findProblems('action.yml', readProjectFile('action.yml').replace('shell: bash', 'shel: bash')),
    ).not.toEqual([]);
  });
});

describe.each(names)('%s', name => {
  const { jobs, permissions } = readWorkflow(name);
  const steps = Object.values(jobs).flatMap(job => job.steps);

  it('may read the repository and nothing else, but where it writes an issue', () => {
    expect(permissions).toEqual({ contents: 'read' });
    const more = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
    expect(more.map(([, job]) => job.permissions)).toEqual([{ contents: 'read', issues: 'write' }]);
    expect(more.map(([, job]) => job.environment)).not.toContain(undefined);
  });

  it('is approved by an environment, one run at a time for a registry and model, never cut off', () => {
    const approved = Object.values(jobs).filter(job => job.environment !== undefined);
    expect(approved).toHaveLength(1);
    for (const { concurrency } of approved) {
      expect(concurrency?.group).toContain('vars.MODEL_REGISTRY_DIR');
      expect(concurrency?.group).toContain('inputs.model_name');
      expect(concurrency?.['cancel-in-progress']).toBe(false);
    }
  });

  it('tells what waits before the machine is gone, however the job ends', () => {
    const writing = Object.values(jobs).filter(job => job.permissions !== undefined);
    expect(writing).toHaveLength(1);
    for (const { steps: own } of writing) {
      const written = own.findIndex(step => step.with?.['confirm'] !== undefined);
      const told = own.findIndex(step => step.run?.includes('lastgood outbox send'));
      expect(told).toBeGreaterThan(written);
      expect(own[told]?.if).toBe('always()');
      expect(own[written]?.env).toMatchObject(own[told]?.env ?? {});
    }
  });

  it.each([
    [0, []],
    [2, []],
    [7, ['Not everybody could be told (exit 7); the log says who.']],
    [8, ['Not everybody could be told (exit 8); the log says who.']],
  ])('is not failed by telling that ends with %i, and says so', (exitCode, warnings) => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'lastgood'), `#!/bin/sh\nexit ${exitCode}\n`, { mode: 0o755 });
    const step = steps.find(each => each.run?.includes('lastgood outbox send'));
    const variables = { PATH: process.env['PATH'] ?? '' };
    const end = runScript({ text: step?.run ?? '', shell: step?.shell, folder, variables, path: [folder] });
    const said = [...end.log.matchAll(/^::warning title=Notifications::(.*)$/gm)].map(([, words]) => words);
    expect({ exitCode: end.exitCode, said }).toEqual({ exitCode: 0, said: warnings });
  });

  it('gives secrets to the step that needs them, never to a job', () => {
    expect(steps.length).toBeGreaterThan(5);
    const said = Object.values(jobs).filter(job => JSON.stringify(job.env ?? {}).includes('secrets.'));
    expect(said).toEqual([]);
  });

  it('uploads what it left, after a failure too', () => {
    const uploads = steps.filter(step => step.uses?.startsWith('actions/upload-artifact@'));
    expect(uploads.length).toBeGreaterThan(0);
    expect(uploads.map(step => step.if)).toEqual(uploads.map(() => 'always()'));
  });

  it('gives the action only inputs that it has', () => {
    const known = Object.keys(readAction().inputs);
    const given = steps
      .filter(step => step.uses?.startsWith('OWNER/lastgood@'))
      .flatMap(step => Object.keys(step.with ?? {}));
    expect(given.length).toBeGreaterThan(0);
    expect(given.filter(input => !known.includes(input))).toEqual([]);
  });

  it('puts text from outside into a list as JSON, never bare', () => {
    const bare = steps.flatMap(({ with: inputs = {} }) =>
      [inputs['options'], inputs['words']].filter(
        text => typeof text === 'string' && /\$\{\{(?!\s*(?:toJSON\(|steps\.target))/.test(text),
      ),
    );
    expect(bare).toEqual([]);
  });
});
